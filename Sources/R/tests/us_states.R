# The three functions against the command, to the last digit. FARRELL_COMMAND names the command, FARRELL_PANEL the
# table of the US states that the project ships; without them there is nothing to compare with.
library(farrell)

passed <- 0L
failed <- 0L
check <- function(name, holds) {
  if (isTRUE(holds)) {
    passed <<- passed + 1L
  } else {
    failed <<- failed + 1L
    cat("failed:", name, "\n")
  }
}
fails <- function(call, words) {
  message <- tryCatch({ force(call); "" }, error = conditionMessage)
  grepl(words, message, fixed = TRUE)
}

small <- data.frame(id = c("A", "B", "C"), k = c(1, 2, 4), l = c(2, 1, 4), y = c(1, 1, 1))
scores <- farrell_efficiency(small, c("k", "l"), "y", unit = "id")
check("three scores", nrow(scores) == 3 && all(scores$status == "certified"))
check("a score by hand", isTRUE(all.equal(scores$score, c(1, 1, 0.375))))
check("bounds hold the score", all(scores$lower <= scores$score & scores$score <= scores$upper))
check("no column of that name", fails(farrell_efficiency(small, "capital", "y", unit = "id"), "found no column \"capital\""))
check("a bad value", fails(farrell_efficiency(small, "k", "y", unit = "id", rts = "xrs"), "rts: found \"xrs\"; expected one of crs"))
negative <- transform(small, k = -k)
check("a bad number", fails(farrell_efficiency(negative, "k", "y", unit = "id"), "row 1, column \"k\""))
missing <- transform(small, k = c(1, NA, 4))
check("missing is refused", fails(farrell_efficiency(missing, "k", "y", unit = "id"), "row 2, column \"k\""))
check("missing is dropped", nrow(farrell_efficiency(missing, "k", "y", unit = "id", missing = "drop-row")) == 2)
check("a result of whole numbers", is.double(farrell_efficiency(transform(small, k = as.integer(k)), "k", "y", unit = "id")$score))
check("the command's text", nchar(attr(scores, "farrell")$summary) > 100)

command <- Sys.getenv("FARRELL_COMMAND")
panel <- Sys.getenv("FARRELL_PANEL")
if (command == "" || panel == "") {
  cat("skipped: the comparison with the command; FARRELL_COMMAND and FARRELL_PANEL are not set\n")
} else {
  states <- read.csv(panel, check.names = FALSE)
  inputs <- strsplit(Sys.getenv("FARRELL_INPUTS"), ",")[[1]]
  outputs <- Sys.getenv("FARRELL_OUTPUTS")
  unit <- names(states)[1]
  time <- names(states)[2]
  # Whether numbers are those of texts, which R itself reads to 15 digits only: beyond these the digits are compared.
  same_number <- function(wanted, found) {
    there <- !is.na(wanted)
    digits <- nchar(gsub("^0+", "", gsub("[-.]", "", sub("e.*", "", wanted[there]))))
    written <- sprintf(paste0("%.", pmax(digits, 1) - 1, "e"), found[there])
    long <- digits > 15
    mantissa <- function(text) sub("0+$", "", gsub("^0+", "", gsub("[-.]", "", sub("e.*", "", text))))
    as.double(wanted[there])[!long] == found[there][!long] &
      all(mantissa(written[long]) == mantissa(wanted[there][long])) &
      all(abs(as.double(wanted[there]) / found[there] - 1)[long] < 1e-15)
  }
  same <- function(name, table, ...) {
    file <- tempfile(fileext = ".csv")
    status <- system2(command, c(
      name, shQuote(panel), "--unit", unit, "--time", time, "--inputs", paste(inputs, collapse = ","),
      "--outputs", outputs, "--format", "csv", "--quiet", "-o", shQuote(file), ...))
    expected <- read.csv(file, check.names = FALSE, na.strings = "", colClasses = "character")
    check(paste(name, "ends well"), status == 0)
    check(paste(name, "columns"), identical(names(expected), names(table)))
    for (column in names(expected)) {
      wanted <- expected[[column]]
      found <- table[[column]]
      equal <- if (is.character(found)) {
        identical(wanted, found)
      } else {
        identical(is.na(wanted), is.na(found)) && all(same_number(wanted, found))
      }
      check(paste(name, column), equal)
    }
  }
  same("efficiency", farrell_efficiency(states, inputs, outputs, unit, time, rts = "vrs"), "--rts", "vrs")
  same("malmquist", farrell_malmquist(states, inputs, outputs, unit, time))
  same("bootstrap", farrell_bootstrap(states, inputs, outputs, unit, time, replicates = 20, seed = 7),
       "--replicates", "20", "--seed", "7")
}
cat(sprintf("%d passed, %d failed\n", passed, failed))
if (failed > 0) quit(status = 1)
