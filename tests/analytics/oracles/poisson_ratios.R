# Exact intervals and one-sided p-values of ratios of Poisson rates, second over first.
# Rscript poisson_ratios.R > poisson_ratios.csv
cases <- data.frame(
  first = c(10, 0, 5, 1, 250, 7, 3), second = c(30, 4, 0, 1, 300, 7, 12),
  of_first = c(1, 1, 2, 100, 1000, 3.5, 800), of_second = c(1, 1, 3, 50, 900, 1, 900))
rows <- apply(cases, 1, function(one) {
  ask <- function(side, r = 1) poisson.test(
    unname(one[c("second", "first")]), unname(one[c("of_second", "of_first")]), r = r, alternative = side)
  interval <- ask("two.sided")$conf.int
  c(one, low = interval[1], high = interval[2], greater = ask("greater")$p.value,
    less = ask("less")$p.value, greater_2 = ask("greater", 2)$p.value,
    less_2 = ask("less", 2)$p.value)
})
write.csv(format(t(rows), digits = 15), quote = FALSE, row.names = FALSE)
