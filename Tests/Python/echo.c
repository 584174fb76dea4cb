/*
 * A library with the interface of farrell.h that gives back what it was given: a test of what arrives.
 *
 * Its table "efficiency" has the names and numbers of the frame, its document "settings" a line for each
 * setting. A job lasts as many milliseconds as its setting "seed" says. Compiled against the header, it also
 * tells whether the structs of the package are those of the header.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "farrell.h"

enum { MOST = 64 };

typedef struct {
  size_t rows, columns;
  char *names[MOST];
  double *numbers[MOST];      /* null for a column of names */
  int64_t *offsets[MOST];
  char *bytes[MOST];
  char policies[128];
} table;

typedef struct {
  table *data;
  char *settings;
  double start, seconds;
  int cancelled;
} job;

static table *tables[4096];
static job *jobs[4096];
static uint64_t table_count = 1, job_count = 1;
static __thread char last[256];

static farrell_status fails(farrell_status status, const char *text) {
  snprintf(last, sizeof last, "%s", text);
  return status;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

uint32_t farrell_abi_version(void) { return FARRELL_ABI_VERSION; }
const char *farrell_version(void) { return "0.0.0-echo"; }
int32_t farrell_processors(void) { return 3; }

farrell_status farrell_last_error(char *buffer, size_t capacity, size_t *length) {
  if (length) *length = strlen(last);
  if (capacity) snprintf(buffer, capacity, "%s", last);
  return FARRELL_OK;
}

static void add_names(table *t, const farrell_labels *labels) {
  size_t column = t->columns++, size = 0;
  t->names[column] = strdup(labels->name);
  t->offsets[column] = calloc(t->rows + 1, sizeof(int64_t));
  t->bytes[column] = malloc(64 * t->rows + 1);
  for (size_t row = 0; row < t->rows; row++) {
    int32_t code;
    memcpy(&code, (const char *)labels->codes + (ptrdiff_t)row * labels->stride, sizeof code);
    const char *name = labels->labels[code - labels->base];
    memcpy(t->bytes[column] + size, name, strlen(name));
    size += strlen(name);
    t->offsets[column][row + 1] = (int64_t)size;
  }
}

static double number(const farrell_series *series, size_t row) {
  const char *place = (const char *)series->values + (ptrdiff_t)row * series->stride;
  double d;
  float f;
  int64_t l;
  int32_t i;
  switch (series->type) {
    case FARRELL_FLOAT64: return memcpy(&d, place, sizeof d), d;
    case FARRELL_FLOAT32: return memcpy(&f, place, sizeof f), f;
    case FARRELL_INT64: return memcpy(&l, place, sizeof l), (double)l;
    default: return memcpy(&i, place, sizeof i), i;
  }
}

farrell_status farrell_data_create(const farrell_frame *frame, farrell_data *data) {
  if (frame->size != sizeof *frame) return fails(FARRELL_E_ABI, "frame: found another size");
  table *t = calloc(1, sizeof *t);
  t->rows = frame->row_count;
  snprintf(t->policies, sizeof t->policies, "zeros=%s\nmissing=%s\n", frame->zeros, frame->missing);
  if (frame->unit->size != sizeof *frame->unit) return fails(FARRELL_E_ABI, "unit: found another size");
  add_names(t, frame->unit);
  if (frame->time) add_names(t, frame->time);
  for (size_t i = 0; i < frame->series_count; i++) {
    const farrell_series *series = &frame->series[i];
    if (series->size != sizeof *series) return fails(FARRELL_E_ABI, "series: found another size");
    char name[128];
    snprintf(name, sizeof name, "%d %s", series->role, series->name);
    size_t column = t->columns++;
    t->names[column] = strdup(name);
    t->numbers[column] = malloc(t->rows * sizeof(double) + 1);
    for (size_t row = 0; row < t->rows; row++) {
      t->numbers[column][row] = number(series, row);
      if (t->numbers[column][row] < 0)
        return fails(FARRELL_E_DATA, "data: found a negative number; expected none");
    }
  }
  tables[table_count] = t;
  *data = table_count++;
  return FARRELL_OK;
}

farrell_status farrell_data_describe(farrell_data data, farrell_data_info *info) {
  if (info->size != sizeof *info) return fails(FARRELL_E_ABI, "info: found another size");
  info->observations = tables[data]->rows;
  info->units = info->periods = info->dropped_rows = info->floored_values = info->rounded_numbers = 0;
  info->warnings = tables[data]->rows == 2 ? 1 : 0;
  return FARRELL_OK;
}

farrell_status farrell_data_warning(farrell_data data, uint64_t index, const char **text) {
  (void)data, (void)index;
  *text = "two rows are few";
  return FARRELL_OK;
}

farrell_status farrell_data_free(farrell_data data) {
  (void)data;                 /* jobs may still read them; this process is short */
  return FARRELL_OK;
}

farrell_status farrell_job_submit(const farrell_request *request, farrell_job *handle) {
  if (request->size != sizeof *request) return fails(FARRELL_E_ABI, "request: found another size");
  job *j = calloc(1, sizeof *j);
  j->data = request->data ? tables[request->data] : NULL;
  j->settings = calloc(1, 65536);
  char *end = j->settings;
  end += sprintf(end, "%s\n%s", request->command, j->data ? j->data->policies : "");
  for (size_t i = 0; i < request->setting_count; i++) {
    const farrell_setting *s = &request->settings[i];
    end += sprintf(end, "%s=%s\n", s->name, s->value);
    if (!strcmp(s->name, "seed")) j->seconds = atof(s->value) / 1000;
  }
  j->start = now();
  jobs[job_count] = j;
  *handle = job_count++;
  return FARRELL_OK;
}

farrell_status farrell_job_poll(farrell_job handle, farrell_progress *progress) {
  if (progress->size != sizeof *progress) return fails(FARRELL_E_ABI, "progress: found another size");
  job *j = jobs[handle];
  progress->elapsed_seconds = now() - j->start;
  progress->total = 1000;
  progress->done = progress->elapsed_seconds < j->seconds ? (uint64_t)(1000 * progress->elapsed_seconds / j->seconds) : 1000;
  progress->state = progress->done < 1000 ? FARRELL_AT_WORK : FARRELL_DONE;
  strcpy(progress->step, "echoes");
  return FARRELL_OK;
}

farrell_status farrell_job_wait(farrell_job handle, int64_t milliseconds) {
  job *j = jobs[handle];
  double until = now() + (double)milliseconds / 1000;
  for (;;) {
    if (j->cancelled) return fails(FARRELL_E_CANCELLED, "cancelled");
    if (now() >= j->start + j->seconds) return j->data && j->data->rows == 3 ? FARRELL_INCOMPLETE : FARRELL_OK;
    if (now() >= until) return FARRELL_RUNNING;
    nanosleep(&(struct timespec){0, 1000000}, NULL);
  }
}

farrell_status farrell_job_cancel(farrell_job handle) {
  jobs[handle]->cancelled = 1;
  return FARRELL_OK;
}

farrell_status farrell_job_free(farrell_job handle) {
  (void)handle;
  return FARRELL_OK;
}

farrell_status farrell_result_table(farrell_job handle, uint64_t index, farrell_table *found) {
  if (found->size != sizeof *found) return fails(FARRELL_E_ABI, "table: found another size");
  if (index > 0 || !jobs[handle]->data) return fails(FARRELL_E_NAME, "no such table");
  table *t = jobs[handle]->data;
  *found = (farrell_table){sizeof *found, "efficiency", t->rows, t->columns, 1};
  return FARRELL_OK;
}

farrell_status farrell_result_column_at(
    farrell_job handle, const char *name, uint64_t index, farrell_column *column) {
  if (column->size != sizeof *column) return fails(FARRELL_E_ABI, "column: found another size");
  if (strcmp(name, "efficiency")) return fails(FARRELL_E_NAME, "no such table");
  table *t = jobs[handle]->data;
  if (index >= t->columns) return fails(FARRELL_E_NAME, "no such column");
  *column = (farrell_column){
      .size = sizeof *column, .name = t->names[index], .row_count = t->rows, .numbers = t->numbers[index],
      .kind = t->numbers[index] ? FARRELL_NUMBERS : FARRELL_TEXTS, .offsets = t->offsets[index],
      .bytes = t->bytes[index]};
  return FARRELL_OK;
}

farrell_status farrell_result_column(
    farrell_job handle, const char *table, const char *name, farrell_column *column) {
  (void)handle, (void)table, (void)name, (void)column;
  return fails(FARRELL_E_NAME, "not here");
}

farrell_status farrell_result_document(
    farrell_job handle, const char *name, const char **bytes, size_t *length) {
  const char *text = NULL;
  if (!strcmp(name, "settings")) text = jobs[handle]->settings;
  if (!strcmp(name, "metadata")) text = "{}";
  if (!strcmp(name, "plan")) text = "{\"shard_count\": 3, \"missing\": [0, 2], \"programs\": 9}";
  if (!strncmp(name, "shard/", 6)) text = strchr(name, '/');
  if (!text) return fails(FARRELL_E_NAME, "document: no such name");
  *bytes = text == strchr(name, '/') ? strdup(text) : text;
  *length = strlen(text);
  return FARRELL_OK;
}

farrell_status farrell_run_store(const char *directory, const void *bytes, size_t length) {
  snprintf(last, sizeof last, "%s: found %.*s; expected a shard", directory, (int)length, (const char *)bytes);
  return FARRELL_E_DATA;
}
