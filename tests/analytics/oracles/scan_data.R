# Two published studies of clusters as CSV files beside this script, from R's spData (CC0).
# Run: Rscript scan_data.R FOLDER
library(spData)
folder <- commandArgs(trailingOnly = TRUE)[1]
data(nc.sids)
counties <- data.frame(
  name = rownames(nc.sids), east = nc.sids$east, north = nc.sids$north,
  births = nc.sids$BIR74 + nc.sids$BIR79, deaths = nc.sids$SID74 + nc.sids$SID79
)
write.csv(counties, file.path(folder, "scan_nc_sids.csv"), row.names = FALSE)
data(nydata)
# Tracts hold parts of cases whose address was not known; SaTScan takes whole ones.
tracts <- data.frame(
  tract = seq_len(nrow(nydata)), x = nydata$X, y = nydata$Y,
  population = nydata$POP8, cases = floor(nydata$TRACTCAS)
)
write.csv(tracts, file.path(folder, "scan_ny_leukaemia.csv"), row.names = FALSE)
