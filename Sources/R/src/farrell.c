// Calls of the C interface from R: one function that hands over data and settings, waits, and copies the results.
#include <farrell.h>

#include <R.h>
#include <R_ext/Rdynload.h>
#include <Rinternals.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Handles of a call, freed whatever happens. */
struct call {
  SEXP command, frame, settings, progress;
  farrell_data data;
  farrell_job job;
};

static void release(void *pointer) {
  struct call *call = pointer;
  if (call->job) farrell_job_free(call->job);
  if (call->data) farrell_data_free(call->data);
}

static void fail(void) {
  char text[4096];
  farrell_last_error(text, sizeof text, NULL);
  Rf_errorcall(R_NilValue, "%s", text);
}

static SEXP element(SEXP list, const char *name) {
  SEXP names = Rf_getAttrib(list, R_NamesSymbol);
  for (R_xlen_t i = 0; i < Rf_xlength(list); i++) {
    if (strcmp(CHAR(STRING_ELT(names, i)), name) == 0) return VECTOR_ELT(list, i);
  }
  return R_NilValue;
}

static const char *text_at(SEXP texts, R_xlen_t i) {
  return Rf_translateCharUTF8(STRING_ELT(texts, i));
}

/* A factor as names by code. */
static farrell_labels labels_of(const char *name, SEXP factor) {
  SEXP levels = Rf_getAttrib(factor, R_LevelsSymbol);
  R_xlen_t count = Rf_xlength(levels);
  const char **texts = (const char **)R_alloc(count > 0 ? count : 1, sizeof *texts);
  for (R_xlen_t i = 0; i < count; i++) texts[i] = text_at(levels, i);
  farrell_labels labels = {
      .size = sizeof labels, .name = name, .codes = INTEGER(factor), .stride = sizeof(int),
      .base = 1, .labels = texts, .label_count = count};
  return labels;
}

static void create_data(struct call *call) {
  SEXP frame = call->frame;
  SEXP series = element(frame, "series"), roles = element(frame, "roles");
  SEXP names = Rf_getAttrib(series, R_NamesSymbol);
  SEXP unit = element(frame, "unit"), time = element(frame, "time");
  R_xlen_t count = Rf_xlength(series);
  farrell_series *columns = (farrell_series *)R_alloc(count, sizeof *columns);
  for (R_xlen_t i = 0; i < count; i++) {
    farrell_series column = {
        .size = sizeof column, .name = text_at(names, i), .role = INTEGER(roles)[i],
        .type = FARRELL_FLOAT64, .values = REAL(VECTOR_ELT(series, i)), .stride = sizeof(double)};
    columns[i] = column;
  }
  farrell_labels units = labels_of(text_at(element(frame, "unit_name"), 0), unit), times;
  int has_time = time != R_NilValue;
  if (has_time) times = labels_of(text_at(element(frame, "time_name"), 0), time);
  farrell_frame columns_of_all = {
      .size = sizeof columns_of_all, .name = text_at(element(frame, "name"), 0),
      .row_count = Rf_xlength(unit), .unit = &units, .time = has_time ? &times : NULL,
      .series = columns, .series_count = count, .zeros = text_at(element(frame, "zeros"), 0),
      .missing = text_at(element(frame, "missing"), 0)};
  if (farrell_data_create(&columns_of_all, &call->data) != FARRELL_OK) fail();
}

static void look_for_interrupt(void *ignored) {
  (void)ignored;
  R_CheckUserInterrupt();
}

static int wait_for(struct call *call) {
  farrell_status status;
  int has_line = 0;
  while ((status = farrell_job_wait(call->job, 50)) == FARRELL_RUNNING) {
    // The interrupt is taken here and not by a jump out of the library's call.
    if (!R_ToplevelExec(look_for_interrupt, NULL)) {
      farrell_job_cancel(call->job);
      farrell_job_wait(call->job, -1);
      Rf_errorcall(R_NilValue, "interrupted");
    }
    farrell_progress progress = {.size = sizeof progress};
    if (!Rf_asLogical(call->progress) || farrell_job_poll(call->job, &progress) != FARRELL_OK ||
        progress.total == 0 || progress.elapsed_seconds < 1) {
      continue;
    }
    Rprintf("\r%s %3.0f %%, %.0f s", progress.step,
            100.0 * (double)progress.done / (double)progress.total, progress.elapsed_seconds);
    R_FlushConsole();
    has_line = 1;
  }
  if (has_line) Rprintf("\n");
  return status;
}

/* A column of results as a vector of R. */
static SEXP vector_of(const farrell_column *column) {
  R_xlen_t count = (R_xlen_t)column->row_count;
  SEXP vector;
  if (column->kind == FARRELL_TEXTS) {
    vector = PROTECT(Rf_allocVector(STRSXP, count));
    for (R_xlen_t i = 0; i < count; i++) {
      int there = !column->validity || (column->validity[i / 8] >> (i % 8) & 1);
      int64_t from = column->offsets[i], to = column->offsets[i + 1];
      SET_STRING_ELT(vector, i,
                     there ? Rf_mkCharLenCE(column->bytes + from, (int)(to - from), CE_UTF8)
                           : NA_STRING);
    }
  } else {
    // Whole numbers as doubles: R's integers have 32 bits.
    vector = PROTECT(Rf_allocVector(REALSXP, count));
    for (R_xlen_t i = 0; i < count; i++) {
      int there = !column->validity || (column->validity[i / 8] >> (i % 8) & 1);
      REAL(vector)[i] = !there                             ? NA_REAL
                        : column->kind == FARRELL_INTEGERS ? (double)column->integers[i]
                                                           : column->numbers[i];
    }
  }
  UNPROTECT(1);
  return vector;
}

static SEXP table_of(farrell_job job, const farrell_table *table) {
  SEXP columns = PROTECT(Rf_allocVector(VECSXP, (R_xlen_t)table->column_count));
  SEXP names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)table->column_count));
  for (uint64_t i = 0; i < table->column_count; i++) {
    farrell_column column = {.size = sizeof column};
    if (farrell_result_column_at(job, table->name, i, &column) != FARRELL_OK) fail();
    SET_VECTOR_ELT(columns, (R_xlen_t)i, vector_of(&column));
    SET_STRING_ELT(names, (R_xlen_t)i, Rf_mkCharCE(column.name, CE_UTF8));
  }
  Rf_setAttrib(columns, R_NamesSymbol, names);
  UNPROTECT(2);
  return columns;
}

static SEXP tables_of(farrell_job job) {
  R_xlen_t count = 0;
  farrell_table table = {.size = sizeof table};
  while (farrell_result_table(job, (uint64_t)count, &table) == FARRELL_OK) count++;
  SEXP tables = PROTECT(Rf_allocVector(VECSXP, count));
  SEXP names = PROTECT(Rf_allocVector(STRSXP, count));
  for (R_xlen_t i = 0; i < count; i++) {
    if (farrell_result_table(job, (uint64_t)i, &table) != FARRELL_OK) fail();
    SET_VECTOR_ELT(tables, i, table_of(job, &table));
    SET_STRING_ELT(names, i, Rf_mkCharCE(table.name, CE_UTF8));
  }
  Rf_setAttrib(tables, R_NamesSymbol, names);
  UNPROTECT(2);
  return tables;
}

static SEXP document(farrell_job job, const char *name) {
  const char *bytes;
  size_t length;
  if (farrell_result_document(job, name, &bytes, &length) != FARRELL_OK) return R_NilValue;
  if (length > INT_MAX) return R_NilValue;  // longer than any text of R
  SEXP text = PROTECT(Rf_mkCharLenCE(bytes, (int)length, CE_UTF8));
  SEXP vector = Rf_ScalarString(text);
  UNPROTECT(1);
  return vector;
}

static SEXP work(void *pointer) {
  struct call *call = pointer;
  if (call->frame != R_NilValue) create_data(call);
  R_xlen_t count = Rf_xlength(call->settings);
  SEXP names = Rf_getAttrib(call->settings, R_NamesSymbol);
  farrell_setting *settings = (farrell_setting *)R_alloc(count > 0 ? count : 1, sizeof *settings);
  for (R_xlen_t i = 0; i < count; i++) {
    settings[i].name = text_at(names, i);
    settings[i].value = text_at(call->settings, i);
  }
  farrell_request request = {
      .size = sizeof request, .command = text_at(call->command, 0), .data = call->data,
      .settings = settings, .setting_count = count};
  if (farrell_job_submit(&request, &call->job) != FARRELL_OK) fail();
  int status = wait_for(call);
  if (status != FARRELL_OK && status != FARRELL_INCOMPLETE) fail();
  const char *parts[] = {"complete", "tables", "metadata", "summary", "remarks", "json", ""};
  SEXP result = PROTECT(Rf_mkNamed(VECSXP, parts));
  SET_VECTOR_ELT(result, 0, Rf_ScalarLogical(status == FARRELL_OK));
  SET_VECTOR_ELT(result, 1, tables_of(call->job));
  SET_VECTOR_ELT(result, 2, document(call->job, "metadata"));
  SET_VECTOR_ELT(result, 3, document(call->job, "summary"));
  SET_VECTOR_ELT(result, 4, document(call->job, "remarks"));
  SET_VECTOR_ELT(result, 5, document(call->job, "json"));
  UNPROTECT(1);
  return result;
}

static void clean(void *pointer, Rboolean jump) {
  (void)jump;
  release(pointer);
}

static SEXP run(SEXP command, SEXP frame, SEXP settings, SEXP progress) {
  struct call call = {
      .command = command, .frame = frame, .settings = settings, .progress = progress};
  SEXP token = PROTECT(R_MakeUnwindCont());
  SEXP result = R_UnwindProtect(work, &call, clean, &call, token);
  UNPROTECT(1);
  return result;
}

static SEXP version(void) { return Rf_mkString(farrell_version()); }

static const R_CallMethodDef calls[] = {
    {"run", (DL_FUNC)&run, 4}, {"version", (DL_FUNC)&version, 0}, {NULL, NULL, 0}};

void R_init_farrell(DllInfo *library) {
  R_registerRoutines(library, NULL, calls, NULL, NULL);
  R_useDynamicSymbols(library, FALSE);
}
