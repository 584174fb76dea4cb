# Input-oriented scores of all points of a bootstrap by a loop over lpSolve::lp, as textbooks and R's
# packages for DEA have it: one program for each point, made anew.
# Rscript bootstrap_lpsolve.R FOLDER INPUT_COUNT; prints programs, failed ones, CPU seconds and peak KiB.
suppressPackageStartupMessages(library(lpSolve))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
p <- as.integer(arguments[2])
read <- function(name) unname(as.matrix(read.csv(file.path(folder, name), header = FALSE)))
panel <- read("panel.csv")  # year after year, unit after unit
questions <- read("questions.csv")  # technology, year, years of inputs and output, without own unit
outputs <- read("outputs.csv")  # of the units, for each technology
n <- ncol(outputs)
senses <- c(rep("<=", p), ">=")
scores <- matrix(NA_real_, nrow(questions), n)
start <- proc.time()
for (k in seq_len(nrow(questions))) {
  question <- questions[k, ]
  base <- (question[2] - 1) * n
  reference <- rbind(t(panel[base + seq_len(n), seq_len(p)]), outputs[question[1], ])
  for (i in seq_len(n)) {
    x <- panel[(question[3] - 1) * n + i, seq_len(p)]
    y <- panel[(question[4] - 1) * n + i, p + 1]
    columns <- if (question[5] == 1) reference[, -i] else reference
    constraints <- cbind(columns, c(-x, 0))
    found <- lp("min", c(rep(0, ncol(columns)), 1), constraints, senses, c(rep(0, p), y))
    if (found$status == 0) scores[k, i] <- found$objval
  }
}
used <- proc.time() - start
write.table(format(scores, digits = 17), file.path(folder, "scores.csv"), sep = ",",
            row.names = FALSE, col.names = FALSE, quote = FALSE)
status <- readLines("/proc/self/status")
peak <- gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))
cat(length(scores), sum(is.na(scores)), sum(used[1:2]), peak, "\n")
