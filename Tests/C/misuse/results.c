/* Reading what jobs came to. */
#include "misuse.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What asking for a result may return, where the name is one that may be. */
static statuses results_of(aim aim) {
  if (aim.record == NULL) return 0;
  int outcome = atomic_load(&aim.record->outcome);
  if (outcome == FARRELL_OK || outcome == FARRELL_INCOMPLETE) return S_OK | S_NAME;
  return outcome == NOT_ENDED ? S_OK | S_NAME | S_STATE : S_STATE;
}

static bool is_missing(const farrell_column *column, uint64_t row) {
  return column->validity != NULL && !(column->validity[row / 8] >> (row % 8) & 1);
}

static void check_values(worker *self, call which, const farrell_column *column) {
  uint64_t missing = 0;
  for (uint64_t row = 0; row < column->row_count; row++) {
    bool is_gone = is_missing(column, row);
    missing += is_gone;
    if (column->kind == FARRELL_NUMBERS && isnan(column->numbers[row]) != is_gone) {
      violate(
          self, which, "number %g of row %llu, missing %d", column->numbers[row],
          (unsigned long long)row, is_gone);
      return;
    }
    if (column->kind == FARRELL_INTEGERS && is_gone && column->integers[row] != 0) {
      violate(self, which, "a missing integer that is not 0");
      return;
    }
    if (column->kind == FARRELL_TEXTS && is_gone &&
        column->offsets[row] != column->offsets[row + 1]) {
      violate(self, which, "a missing text that is not empty");
      return;
    }
  }
  if (missing != column->missing_count) {
    violate(
        self, which, "%llu rows missing, and a count of %llu", (unsigned long long)missing,
        (unsigned long long)column->missing_count);
  }
}

static bool check_texts(worker *self, call which, const farrell_column *column) {
  if (column->offsets[0] < 0) {
    violate(self, which, "texts begin at %lld", (long long)column->offsets[0]);
    return false;
  }
  for (uint64_t row = 0; row < column->row_count; row++) {
    int64_t from = column->offsets[row], to = column->offsets[row + 1];
    if (to < from || to > (int64_t)1 << 32) {
      violate(
          self, which, "row %llu from %lld to %lld", (unsigned long long)row, (long long)from,
          (long long)to);
      return false;
    }
    if (to > from &&
        (column->bytes == NULL || !is_utf8(column->bytes + from, (size_t)(to - from)))) {
      violate(self, which, "row %llu is not UTF-8", (unsigned long long)row);
      return false;
    }
  }
  return true;
}

/* Reads all of a column; the record is held. */
static void check_column(worker *self, call which, record *record, const farrell_column *column) {
  if (column->name == NULL || column->name[0] == 0 ||
      !is_utf8(column->name, strlen(column->name))) {
    violate(self, which, "a column without a name");
    return;
  }
  bool has_numbers = column->numbers != NULL, has_integers = column->integers != NULL;
  bool has_texts = column->offsets != NULL;
  bool is_right = column->kind == FARRELL_NUMBERS    ? has_numbers && !has_integers && !has_texts
                  : column->kind == FARRELL_INTEGERS ? !has_numbers && has_integers && !has_texts
                  : column->kind == FARRELL_TEXTS    ? !has_numbers && !has_integers && has_texts
                                                     : false;
  // A column of no rows need not point anywhere.
  if (!is_right && column->row_count == 0 && !has_numbers && !has_integers && !has_texts) return;
  if (!is_right) {
    violate(
        self, which, "column %s of kind %d with the pointers of another", column->name,
        (int)column->kind);
    return;
  }
  if (column->kind == FARRELL_TEXTS && !check_texts(self, which, column)) return;
  check_values(self, which, column);
  size_t rows = (size_t)column->row_count;
  if (has_numbers) keep(self, which, record, column->numbers, rows * sizeof(double));
  if (has_integers) keep(self, which, record, column->integers, rows * sizeof(int64_t));
  if (has_texts)
    keep(
        self, which, record, column->bytes,
        column->bytes == NULL ? 0 : (size_t)column->offsets[rows]);
}

/* Looks at a struct that a call filled in, if there is room behind it for what must not be written. */
static void check_behind(worker *self, call which, const void *behind) {
  const unsigned char *bytes = behind;
  for (size_t i = 0; i < 64; i++) {
    if (bytes[i] == 0xa5) continue;
    violate(self, which, "bytes behind the struct are written");
    return;
  }
}

static uint64_t any_index(worker *self) {
  static const uint64_t far[] = {100, UINT64_MAX, (uint64_t)1 << 63, INT64_MAX, UINT32_MAX};
  return chance(&self->random, 80) ? below(&self->random, 6) : far[below(&self->random, 5)];
}

/* Faults of the struct that a call fills in. */
static size_t any_size(worker *self, size_t right, statuses *faults) {
  if (self->is_clean || !chance(&self->random, 10)) return right;
  size_t size = wrong_size(self, right);
  note_more(self, ", size %zu", size);
  *faults |= S_ABI;
  return size;
}

void find_table(worker *self) {
  aim aim = take_aim(self, KIND_JOB);
  uint64_t index = any_index(self);
  note_more(self, ", table %llu", (unsigned long long)index);
  statuses faults = 0;
  farrell_table *table = arena_take(&self->memory, sizeof *table + 64);
  table->size = any_size(self, sizeof *table, &faults);
  bool has_place = self->is_clean || !chance(&self->random, 4);
  if (!has_place) faults |= S_ARGUMENT;
  statuses allowed = results_of(aim);
  if (index >= 100) allowed &= ~(statuses)S_OK;
  // Another fault of the same call: no result yet, or no such name.
  if (faults != 0) allowed = (allowed & ~(statuses)S_OK) | faults;
  enter(self, CALL_TABLE);
  farrell_status status = farrell_result_table(aim.handle, index, has_place ? table : NULL);
  leave_with(self, CALL_TABLE, status, allowed, aim);
  check_behind(self, CALL_TABLE, table + 1);
  if (status != FARRELL_OK || aim.record == NULL || faults != 0) return;
  if (!begin_reading(aim.record)) return;
  if (table->name == NULL || table->name[0] == 0 || table->key_count > table->column_count ||
      table->column_count == 0) {
    violate(self, CALL_TABLE, "a table without name or columns");
  } else {
    keep(self, CALL_TABLE, aim.record, table->name, strlen(table->name) + 1);
  }
  done_reading(aim.record);
}

/* A name to ask for: one that may be there, or none. */
static const char *any_name(
    worker *self, const char *const *names, uint32_t count, statuses *faults) {
  generator *random = &self->random;
  if (self->is_clean || chance(random, 75))
    return arena_text(&self->memory, names[below(random, count)]);
  switch (below(random, 4)) {
    case 0:
      *faults |= S_ARGUMENT;
      return NULL;
    case 1:
      *faults |= S_ARGUMENT;
      return broken_text(self);
    case 2:
      return arena_text(&self->memory, "");
    default: {
      char *text = arena_take(&self->memory, 5001);
      memset(text, '/', 5000);
      text[5000] = 0;
      return text;
    }
  }
}

static const char *const table_names[] = {"efficiency", "efficiency", "indices",   "pairs",
                                          "annual",     "periods",    "units",     "means",
                                          "no table",   "summary",    "Efficiency"};

static const char *const column_names[] = {"unit",   "time",  "score",     "distance",
                                           "status", "lower", "upper",     "malmquist",
                                           "from",   "to",    "no column", "Score"};

static void ask_column(worker *self, call which) {
  aim aim = take_aim(self, KIND_JOB);
  statuses faults = 0;
  const char *table = any_name(self, table_names, 11, &faults);
  const char *name = NULL;
  uint64_t index = 0;
  if (which == CALL_COLUMN) name = any_name(self, column_names, 12, &faults);
  else index = any_index(self);
  note_more(
      self, ", table %.20s, column %.20s %llu", table == NULL ? "null" : table,
      name == NULL ? "" : name, (unsigned long long)index);
  farrell_column *column = arena_take(&self->memory, sizeof *column + 64);
  column->size = any_size(self, sizeof *column, &faults);
  bool has_place = self->is_clean || !chance(&self->random, 4);
  if (!has_place) faults |= S_ARGUMENT;
  statuses allowed = results_of(aim);
  if (index >= 100) allowed &= ~(statuses)S_OK;
  if (faults != 0) allowed = (allowed & ~(statuses)S_OK) | faults;
  enter(self, which);
  farrell_status status =
      which == CALL_COLUMN
          ? farrell_result_column(aim.handle, table, name, has_place ? column : NULL)
          : farrell_result_column_at(aim.handle, table, index, has_place ? column : NULL);
  leave_with(self, which, status, allowed, aim);
  check_behind(self, which, column + 1);
  if (status != FARRELL_OK || aim.record == NULL || faults != 0) return;
  if (!begin_reading(aim.record)) return;
  check_column(self, which, aim.record, column);
  done_reading(aim.record);
}

void find_column_at(worker *self) { ask_column(self, CALL_COLUMN_AT); }

void find_column(worker *self) { ask_column(self, CALL_COLUMN); }

static const char *const document_names[] = {"json",           "summary",
                                             "metadata",       "remarks",
                                             "csv/efficiency", "csv/indices",
                                             "csv/",           "csv",
                                             "pictures",       "svg/",
                                             "svg/1",          "svg/../../x",
                                             "vega/1",         "vega/",
                                             "draws.npy",      "draws.csv",
                                             "plan",           "shard/0",
                                             "shard/1",        "shard/",
                                             "shard/-1",       "shard/99999999999999999999",
                                             "shard/0x1",      "JSON",
                                             "json/",          "/",
                                             "no document"};

void find_document(worker *self) {
  aim aim = take_aim(self, KIND_JOB);
  statuses faults = 0;
  const char *name =
      any_name(self, document_names, sizeof document_names / sizeof *document_names, &faults);
  note_more(self, ", document %.20s", name == NULL ? "null" : name);
  const char *bytes = NULL;
  size_t length = SIZE_MAX;
  bool has_bytes = self->is_clean || !chance(&self->random, 4),
       has_length = self->is_clean || !chance(&self->random, 4);
  if (!has_bytes || !has_length) faults |= S_ARGUMENT;
  statuses allowed = results_of(aim);
  if (faults != 0) allowed = (allowed & ~(statuses)S_OK) | faults;
  bool must_be = name != NULL && (strcmp(name, "json") == 0 || strcmp(name, "summary") == 0 ||
                                  strcmp(name, "metadata") == 0 || strcmp(name, "remarks") == 0);
  if (must_be && aim.record != NULL && aim.record->job.has_report) allowed &= ~(statuses)S_NAME;
  enter(self, CALL_DOCUMENT);
  farrell_status status = farrell_result_document(
      aim.handle, name, has_bytes ? &bytes : NULL, has_length ? &length : NULL);
  leave_with(self, CALL_DOCUMENT, status, allowed, aim);
  if (status != FARRELL_OK || aim.record == NULL || faults != 0) return;
  if (length == SIZE_MAX || (bytes == NULL && length > 0)) {
    violate(self, CALL_DOCUMENT, "OK without bytes");
    return;
  }
  if (!begin_reading(aim.record)) return;
  keep(self, CALL_DOCUMENT, aim.record, bytes, length);
  bool is_text = strncmp(name, "draws.npy", 9) != 0 && strncmp(name, "shard/", 6) != 0;
  if (is_text && !is_utf8(bytes, length)) violate(self, CALL_DOCUMENT, "not UTF-8");
  done_reading(aim.record);
}

/* A document that must be there. */
static void read_document(
    worker *self, aim aim, const char *name, const char **bytes, size_t *length, statuses allowed) {
  note(self, "%#llx, document %.40s", (unsigned long long)aim.handle, name);
  enter(self, CALL_DOCUMENT);
  farrell_status status = farrell_result_document(aim.handle, name, bytes, length);
  leave_with(self, CALL_DOCUMENT, status, allowed, aim);
  if (status != FARRELL_OK) {
    *length = 0;
    *bytes = "";
    return;
  }
  keep(self, CALL_DOCUMENT, aim.record, *bytes, *length);
}

static void read_table(worker *self, aim aim, const farrell_table *table) {
  for (uint64_t i = 0; i <= table->column_count; i++) {
    farrell_column column = {.size = sizeof column}, again = {.size = sizeof again};
    bool is_there = i < table->column_count;
    note(
        self, "%#llx, table %s, column %llu", (unsigned long long)aim.handle, table->name,
        (unsigned long long)i);
    enter(self, CALL_COLUMN_AT);
    farrell_status status = farrell_result_column_at(aim.handle, table->name, i, &column);
    leave_with(self, CALL_COLUMN_AT, status, is_there ? S_OK : S_NAME, aim);
    if (!is_there || status != FARRELL_OK) return;
    if (column.row_count != table->row_count)
      violate(self, CALL_COLUMN_AT, "a column of other length than its table");
    check_column(self, CALL_COLUMN_AT, aim.record, &column);
    enter(self, CALL_COLUMN);
    status = farrell_result_column(aim.handle, table->name, column.name, &again);
    leave_with(self, CALL_COLUMN, status, S_OK, aim);
    if (status == FARRELL_OK && (again.kind != column.kind || again.row_count != column.row_count ||
                                 strcmp(again.name, column.name) != 0)) {
      violate(self, CALL_COLUMN, "another column by name than by position");
    }
  }
}

static void read_pictures(worker *self, aim aim) {
  const char *bytes = "", *picture;
  size_t length = 0, picture_length;
  read_document(self, aim, "pictures", &bytes, &length, S_OK | S_NAME);
  const char *end = bytes + length;
  while (bytes < end) {
    const char *line = memchr(bytes, '\n', (size_t)(end - bytes));
    size_t size = (size_t)((line == NULL ? end : line) - bytes);
    char name[600];
    if (size > 0 && size < 500) {
      snprintf(name, sizeof name, "svg/%.*s", (int)size, bytes);
      read_document(self, aim, name, &picture, &picture_length, S_OK);
      snprintf(name, sizeof name, "vega/%.*s", (int)size, bytes);
      read_document(self, aim, name, &picture, &picture_length, S_OK);
    }
    bytes += size + 1;
  }
}

void read_everything(worker *self) {
  aim aim = take_aim(self, KIND_JOB);
  if (aim.record == NULL || aim.was_freed || !begin_reading(aim.record)) return;
  statuses outcomes = aim.record->job.outcomes;
  // Another thread may cancel while this one waits.
  if (atomic_load(&aim.record->is_cancelled) || self->options->thread_count > 1)
    outcomes |= S_CANCELLED;
  farrell_status outcome = wait_to_end(self, aim, outcomes);
  if (outcome == FARRELL_OK || outcome == FARRELL_INCOMPLETE) {
    uint64_t count = 0;
    for (;; count++) {
      farrell_table table = {.size = sizeof table};
      note(self, "%#llx, table %llu", (unsigned long long)aim.handle, (unsigned long long)count);
      enter(self, CALL_TABLE);
      farrell_status status = farrell_result_table(aim.handle, count, &table);
      leave_with(self, CALL_TABLE, status, S_OK | S_NAME, aim);
      if (status != FARRELL_OK || table.name == NULL) break;
      read_table(self, aim, &table);
      char name[300];
      const char *bytes;
      size_t length;
      snprintf(name, sizeof name, "csv/%s", table.name);
      read_document(self, aim, name, &bytes, &length, S_OK);
    }
    if (count == 0 && aim.record->job.has_report) violate(self, CALL_TABLE, "no table");
    for (int i = 0; i < 4; i++) {
      const char *bytes;
      size_t length;
      read_document(
          self, aim, document_names[i], &bytes, &length,
          aim.record->job.has_report ? S_OK : S_OK | S_NAME);
    }
    read_pictures(self, aim);
  }
  done_reading(aim.record);
}
