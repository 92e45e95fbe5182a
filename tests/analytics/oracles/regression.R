# What R says of the Columbus crimes: SpatialPack's modified t-test, lm, lmtest, sandwich, spdep.
# Rscript regression.R FOLDER writes its tables into FOLDER.
suppressPackageStartupMessages({
  library(spdep); library(spData); library(sf); library(lmtest); library(sandwich)
  if (nzchar(Sys.getenv("STAND_IN"))) source(Sys.getenv("STAND_IN")) else library(SpatialPack)
})
folder <- commandArgs(TRUE)[1]
written <- function(frame, name)
  write.csv(format(frame, digits = 17, trim = TRUE), file.path(folder, name),
            row.names = FALSE, quote = FALSE)
shapes <- st_read(system.file("shapes/columbus.shp", package = "spData"), quiet = TRUE)
frame <- st_drop_geometry(shapes)
coords <- cbind(frame$X, frame$Y)
pairs <- rbind(c("INC", "CRIME"), c("HOVAL", "CRIME"), c("INC", "HOVAL"))
tested <- function(pair, ranked) {
  x <- frame[[pair[1]]]; y <- frame[[pair[2]]]
  if (ranked) { x <- rank(x); y <- rank(y) }
  t <- modified.ttest(x, y, coords)
  data.frame(x = pair[1], y = pair[2], ranked = ranked, r = t$corr, ess = t$ESS, p = t$p.value)
}
written(do.call(rbind, c(
  lapply(1:3, function(i) tested(pairs[i, ], FALSE)),
  lapply(1:3, function(i) tested(pairs[i, ], TRUE)))), "modified_ttest.csv")
written(frame[, c("CRIME", "INC", "HOVAL", "X", "Y")], "columbus.csv")

model <- lm(CRIME ~ INC + HOVAL, data = frame)
nb <- poly2nb(shapes)
from <- rep(seq_along(nb), card(nb))
written(data.frame(from = from - 1L, to = unlist(nb) - 1L), "columbus_links.csv")
listw <- nb2listw(nb, style = "W")
table <- coeftest(model)
robust <- coeftest(model, vcov. = vcovHC(model, type = "HC1"))
bounds <- confint(model)
written(data.frame(coefficient = table[, 1], error = table[, 2], t = table[, 3], p = table[, 4],
                   robust_error = robust[, 2], lower = bounds[, 1], upper = bounds[, 2]),
        "lm.csv")
moran <- lm.morantest(model, listw, alternative = "two.sided")
lm <- lm.LMtests(model, listw, test = c("LMerr", "LMlag", "RLMerr", "RLMlag"))
squares <- ~ I(INC^2) + I(HOVAL^2)
plain <- bptest(model, squares, data = frame, studentize = FALSE)
student <- bptest(model, squares, data = frame)
named <- c("moran_residuals", "lm_error", "lm_lag", "robust_lm_error", "robust_lm_lag",
           "breusch_pagan", "koenker_bassett", "r2", "adjusted_r2")
written(data.frame(
  test = named,
  statistic = c(moran$estimate[1], sapply(lm, function(t) t$statistic), plain$statistic,
                student$statistic, summary(model)$r.squared, summary(model)$adj.r.squared),
  p = c(moran$p.value, sapply(lm, function(t) t$p.value), plain$p.value, student$p.value, NA, NA)),
  "diagnostics.csv")
written(data.frame(residual = resid(model), std_residual = rstandard(model)), "residuals.csv")
