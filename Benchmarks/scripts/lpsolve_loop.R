# Input-oriented radial scores by a loop over lpSolve::lp, as textbooks write it.
# Rscript lpsolve_loop.R DATA.csv INPUT_COUNT OUTPUT_COUNT crs|vrs SCORES.csv
suppressPackageStartupMessages(library(lpSolve))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
p <- as.integer(arguments[2])
q <- as.integer(arguments[3])
x <- as.matrix(data[, 1 + seq_len(p), drop = FALSE])
y <- as.matrix(data[, 1 + p + seq_len(q), drop = FALSE])
n <- nrow(x)
directions <- c(rep("<=", p), rep(">=", q))
scores <- numeric(n)
for (k in seq_len(n)) {
  constraints <- rbind(cbind(t(x), -x[k, ]), cbind(t(y), 0))
  senses <- directions
  limits <- c(rep(0, p), y[k, ])
  if (arguments[4] == "vrs") {
    constraints <- rbind(constraints, c(rep(1, n), 0))
    senses <- c(senses, "=")
    limits <- c(limits, 1)
  }
  found <- lp("min", c(rep(0, n), 1), constraints, senses, limits)
  scores[k] <- if (found$status == 0) found$objval else NA
}
result <- data.frame(id = data[[1]], score = format(scores, digits = 17))
write.csv(result, arguments[5], row.names = FALSE, quote = FALSE)
