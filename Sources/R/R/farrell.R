# Names of R are those of the command with _ between words; NULL leaves the built-in value.

#' Version of the engine.
farrell_version <- function() .Call(version)

# A column as a factor: numbers without the blanks and the notation that as.character would give them.
as_names <- function(column, name) {
  if (is.null(column)) stop(sprintf("found no column \"%s\"; expected one of the data", name), call. = FALSE)
  if (is.factor(column)) return(column)
  if (is.numeric(column)) column <- format(column, trim = TRUE, digits = 15, scientific = FALSE)
  column <- as.character(column)
  if (anyNA(column)) {
    stop(sprintf("column \"%s\": found NA in row %d; expected a name", name, which(is.na(column))[1]),
         call. = FALSE)
  }
  factor(column, levels = unique(column))
}

as_frame <- function(data, unit, time, inputs, outputs, prices, zeros, missing, name) {
  data <- as.data.frame(data, check.names = FALSE)
  numbers <- c(inputs, outputs, unname(prices))
  series <- lapply(numbers, function(column) {
    values <- data[[column]]
    if (is.null(values)) {
      stop(sprintf("found no column \"%s\"; expected one of %s", column,
                   paste0("\"", names(data), "\"", collapse = ", ")), call. = FALSE)
    }
    if (!is.numeric(values)) {
      stop(sprintf("column \"%s\": found %s; expected numbers", column, class(values)[1]), call. = FALSE)
    }
    as.double(values)
  })
  names(series) <- numbers
  units <- if (is.null(unit)) row.names(data) else data[[unit]]
  list(
    name = name, unit = as_names(units, unit), unit_name = if (is.null(unit)) "unit" else unit,
    time = if (!is.null(time)) as_names(data[[time]], time), time_name = if (is.null(time)) "" else time,
    series = series,
    roles = rep(1:3, c(length(inputs), length(outputs), length(prices))),
    zeros = zeros, missing = missing)
}

as_texts <- function(settings) {
  settings <- settings[!vapply(settings, is.null, logical(1))]
  texts <- lapply(settings, function(value) {
    if (is.logical(value)) return(ifelse(value, "true", "false"))
    # All digits: 15 of them would be another number.
    if (is.numeric(value)) return(ifelse(value == round(value), sprintf("%.0f", value), sprintf("%.17g", value)))
    as.character(value)
  })
  values <- as.character(unlist(texts, use.names = FALSE))
  names(values) <- rep(names(texts), lengths(texts))
  values
}

quoted <- function(names) {
  ifelse(grepl("[,\"]", names), paste0("\"", gsub("\"", "\"\"", names, fixed = TRUE), "\""), names)
}

# list("11th plan" = c(2006, 2010)) as the command takes it.
as_periods <- function(periods) {
  if (is.null(periods)) return(NULL)
  vapply(names(periods), function(name) {
    ends <- as.character(periods[[name]])
    if (length(ends) != 2) {
      stop(sprintf("period \"%s\": found %d ends; expected the first and the last", name, length(ends)),
           call. = FALSE)
    }
    sprintf("%s=%s..%s", name, ends[1], ends[2])
  }, "")
}

as_subsets <- function(subsets) {
  if (is.null(subsets)) return(NULL)
  vapply(names(subsets), function(name) {
    sprintf("%s=%s", name, paste(quoted(as.character(subsets[[name]])), collapse = ","))
  }, "")
}

as_pairs <- function(pairs) {
  if (is.null(pairs)) return(NULL)
  vapply(pairs, function(pair) if (length(pair) == 2) paste(pair, collapse = ":") else pair, "")
}

as_prices <- function(prices) if (length(prices)) paste0(names(prices), "=", prices)

run_command <- function(command, frame, settings, progress) {
  found <- .Call(run, command, frame, as_texts(settings), progress)
  found$tables <- lapply(found$tables, function(columns) {
    as.data.frame(columns, check.names = FALSE, stringsAsFactors = FALSE, optional = TRUE)
  })
  class(found) <- "farrell_result"
  found
}

# The main table, with everything else as attributes.
main_table <- function(found, name) {
  table <- found$tables[[name]]
  attr(table, "farrell") <- found
  table
}

farrell_efficiency <- function(
    data, inputs, outputs, unit = NULL, time = NULL, rts = "crs", orientation = "in",
    technology = "own", slacks = TRUE, scale = FALSE, multipliers = FALSE, bootstrap = NULL,
    seed = NULL, level = NULL, bandwidth = NULL, bandwidth_factor = NULL, smoothing = NULL,
    zeros = "reject", missing = "reject", threads = NULL, progress = interactive()) {
  frame <- as_frame(data, unit, time, inputs, outputs, NULL, zeros, missing, deparse1(substitute(data)))
  main_table(run_command("efficiency", frame, list(
    rts = rts, orientation = orientation, technology = technology, slacks = slacks, scale = scale,
    multipliers = multipliers, bootstrap = bootstrap, seed = seed, level = level,
    bandwidth = bandwidth, bandwidth_factor = bandwidth_factor, smoothing = smoothing,
    threads = threads), progress), "efficiency")
}

farrell_malmquist <- function(
    data, inputs, outputs, unit, time, rts = "crs", orientation = "in",
    reference = "contemporaneous", convention = "a", periods = NULL, changes = NULL,
    weights = NULL, neutral_decimals = NULL, pairs = NULL, subsets = NULL, prices = NULL,
    leave_own_out = NULL, pair_isolated = NULL, scale = NULL, balanced = NULL, distances = NULL,
    zeros = "reject", missing = "reject", threads = NULL, progress = interactive()) {
  frame <- as_frame(data, unit, time, inputs, outputs, prices, zeros, missing, deparse1(substitute(data)))
  run_command("malmquist", frame, list(
    rts = rts, orientation = orientation, reference = reference, convention = convention,
    period = as_periods(periods), changes = changes, weights = weights,
    neutral_decimals = neutral_decimals, pairs = as_pairs(pairs), subset = as_subsets(subsets),
    prices = as_prices(prices), leave_own_out = leave_own_out, pair_isolated = pair_isolated,
    scale = scale, balanced = balanced, distances = distances, threads = threads), progress) |>
    main_table("indices")
}

farrell_bootstrap <- function(
    data = NULL, inputs = NULL, outputs = NULL, unit = NULL, time = NULL, replicates = NULL,
    seed = NULL, method = NULL, compare = NULL, subsample_size = NULL, bandwidth_factor = NULL,
    rts = NULL, orientation = NULL, convention = NULL, periods = NULL, changes = NULL,
    pairs = NULL, subsets = NULL, prices = NULL, level = NULL, interval = NULL, run = NULL,
    resume = NULL, zeros = "reject", missing = "reject", threads = NULL, progress = interactive()) {
  frame <- if (!is.null(data)) {
    as_frame(data, unit, time, inputs, outputs, prices, zeros, missing, deparse1(substitute(data)))
  }
  run_command("bootstrap", frame, list(
    replicates = replicates, seed = seed, method = method, compare = compare,
    subsample_size = subsample_size, bandwidth_factor = bandwidth_factor, rts = rts,
    orientation = orientation, convention = convention, period = as_periods(periods),
    changes = changes, pairs = as_pairs(pairs), subset = as_subsets(subsets),
    prices = as_prices(prices), level = level, interval = interval, run = run, resume = resume,
    threads = threads), progress) |>
    main_table("units")
}

print.farrell_result <- function(x, ...) {
  cat(x$summary)
  invisible(x)
}

summary.farrell_result <- function(object, ...) object$summary
