# What R says of rates: spdep on Auckland (child deaths 1977-85) and the North Carolina SIDS set,
# epitools on the ages of mothers of children with Down syndrome (Fleiss 1981; Fay & Feuer 1997).
# Rscript rates.R FOLDER writes its tables into FOLDER.
suppressPackageStartupMessages({library(spdep); library(spData); library(sf); library(epitools)})
folder <- commandArgs(TRUE)[1]
written <- function(frame, name)
  write.csv(format(frame, digits = 17, trim = TRUE), file.path(folder, name),
            row.names = FALSE, quote = FALSE)
links <- function(nb, name) {
  from <- rep(seq_along(nb), card(nb))
  written(data.frame(from = from - 1L, to = unlist(nb[card(nb) > 0]) - 1L), name)
}
of <- function(cases, people, nb, name) {
  eb <- EBest(cases, people)
  local <- EBlocal(cases, people, nb)
  map <- probmap(cases, people)
  listw <- nb2listw(nb, style = "W", zero.policy = TRUE)
  set.seed(1)
  index <- EBImoran.mc(cases, people, listw, nsim = 9999, zero.policy = TRUE)
  written(data.frame(cases, people, raw = eb$raw, eb = eb$estmm, local = local$est,
                     expected = map$expCount, relative = map$relRisk, index = index$z),
          paste0(name, ".csv"))
  links(nb, paste0(name, "_links.csv"))
  c(mean = attr(eb, "parameters")$b, variance = attr(eb, "parameters")$a,
    moran = unname(index$statistic), p = index$p.value)
}
nc <- st_read(system.file("shapes/sids.shp", package = "spData"), quiet = TRUE)
shapes <- st_read(system.file("shapes/auckland.shp", package = "spData"), quiet = TRUE)
found <- rbind(
  sids = of(nc$SID74, nc$BIR74, poly2nb(nc), "sids"),
  auckland = of(shapes$M77_85, 9 * shapes$Und5_81, poly2nb(shapes), "auckland"))
written(data.frame(set = rownames(found), found), "rates_global.csv")

population <- matrix(c(
  230061, 329449, 114920, 39487, 14208, 3052, 72202, 326701, 208667, 83228, 28466, 5375,
  15050, 175702, 207081, 117300, 45026, 8660, 2293, 68800, 132424, 98301, 46075, 9834,
  327, 30666, 123419, 149919, 104088, 34392), 6, 5)
count <- matrix(c(
  107, 141, 60, 40, 39, 25, 25, 150, 110, 84, 82, 39, 3, 71, 114, 103, 108, 75,
  1, 26, 64, 89, 137, 96, 0, 8, 63, 112, 262, 295), 6, 5)
standard <- rowMeans(population)
direct <- t(sapply(1:5, function(i)
  ageadjust.direct(count[, i], population[, i], stdpop = standard)))
indirect <- t(sapply(1:5, function(i)
  ageadjust.indirect(count[, i], population[, i], stdcount = rowSums(count),
                     stdpop = rowSums(population))$sir))
exact <- t(sapply(1:5, function(i)
  poisson.test(indirect[i, "observed"], indirect[i, "exp"])$conf.int))
written(data.frame(direct, indirect[, 1:3], lower = exact[, 1], upper = exact[, 2],
                   c = t(count), p = t(population)), "ages.csv")
counts <- c(0, 1, 2, 10, 137, 2500)
bounds <- t(sapply(counts, function(x) poisson.test(x)$conf.int))
written(data.frame(cases = counts, lower = bounds[, 1], upper = bounds[, 2]), "poisson.csv")
