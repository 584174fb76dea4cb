/* Small frames, with which nothing is wrong. */
#include "misuse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t value_size(int32_t type) {
  return type == FARRELL_FLOAT32 || type == FARRELL_INT32 ? 4 : 8;
}

void write_value(const farrell_series *series, size_t row, double value) {
  char *at = (char *)(uintptr_t)series->values + (ptrdiff_t)row * series->stride;
  float single = (float)value;
  int64_t whole = (int64_t)value;
  int32_t half = (int32_t)value;
  switch (series->type) {
    case FARRELL_FLOAT64:
      memcpy(at, &value, 8);
      break;
    case FARRELL_FLOAT32:
      memcpy(at, &single, 4);
      break;
    case FARRELL_INT64:
      memcpy(at, &whole, 8);
      break;
    default:
      memcpy(at, &half, 4);
      break;
  }
}

/* A block for rows of a size, and where the first lies: close, wide, backwards or unaligned. */
static char *place_rows(
    worker *self, size_t rows, size_t size, bool may_be_unaligned, ptrdiff_t *stride) {
  generator *random = &self->random;
  ptrdiff_t step = (ptrdiff_t)size;
  if (chance(random, 30)) step *= 1 + below(random, 5);
  bool is_unaligned = may_be_unaligned && chance(random, 15);
  if (is_unaligned) step += 1 + below(random, 7);
  size_t lead = is_unaligned ? 1 + below(random, 3) : 0;
  char *block = arena_take(&self->memory, lead + (rows - 1) * (size_t)step + size);
  *stride = step;
  if (!chance(random, 15)) return block + lead;
  *stride = -step;
  return block + lead + (rows - 1) * (size_t)step;
}

static const char *long_text(worker *self) {
  size_t length = chance(&self->random, 10) ? 6000 : 300;
  char *text = arena_take(&self->memory, length + 1);
  for (size_t i = 0; i < length; i++) text[i] = "煤a;\"<&,"[below(&self->random, 9)];
  // The character of three bytes must not be torn.
  for (size_t i = 0; i < length; i++) {
    if ((unsigned char)text[i] >= 0x80) text[i] = 'x';
  }
  text[length] = 0;
  return text;
}

static const char *name_text(worker *self, const char *format, uint32_t number) {
  char text[64];
  snprintf(text, sizeof text, format, number);
  if (chance(&self->random, 3)) strcat(text, " 煤炭\",:=<>&\\");
  return arena_text(&self->memory, text);
}

/* Labels of `count` names, and codes of `rows` rows; code of row i is the number in `numbers`. */
static farrell_labels *make_labels(
    worker *self, const char *name, const char *format, uint32_t count, size_t rows,
    const uint32_t *numbers) {
  generator *random = &self->random;
  farrell_labels *labels = arena_take(&self->memory, sizeof *labels);
  memset(labels, 0, sizeof *labels);
  labels->size = sizeof *labels;
  labels->name = arena_text(&self->memory, name);
  labels->base = (int32_t)below(random, 2);
  // Names that no row has come behind.
  uint32_t unused = chance(random, 10) ? 1 + below(random, 3) : 0;
  const char **names = arena_take(&self->memory, (count + unused) * sizeof *names);
  bool is_long = chance(random, 1);
  for (uint32_t i = 0; i < count + unused; i++) names[i] = name_text(self, format, i);
  if (is_long) names[0] = long_text(self);
  labels->labels = names;
  labels->label_count = count + unused;
  char *codes = place_rows(self, rows, sizeof(int32_t), false, &labels->stride);
  for (size_t i = 0; i < rows; i++) {
    int32_t code = (int32_t)numbers[i] + labels->base;
    memcpy(codes + (ptrdiff_t)i * labels->stride, &code, sizeof code);
  }
  labels->codes = (const int32_t *)(const void *)codes;
  return labels;
}

static void make_series(
    worker *self, farrell_series *series, int32_t role, uint32_t number, size_t rows) {
  generator *random = &self->random;
  memset(series, 0, sizeof *series);
  series->size = sizeof *series;
  series->name = name_text(
      self,
      role == FARRELL_PRICE   ? "p%u"
      : role == FARRELL_INPUT ? "x%u"
                              : "y%u",
      number);
  series->role = role;
  series->type = chance(random, 60) ? FARRELL_FLOAT64 : 1 + (int32_t)below(random, 4);
  series->values = place_rows(self, rows, value_size(series->type), true, &series->stride);
  for (size_t row = 0; row < rows; row++)
    write_value(
        series, row, 1 + floor(99 * uniform(random)) + (chance(random, 50) ? uniform(random) : 0));
}

static const char *const unit_formats[] = {"u%u", "%u", "unit %u", "U-%u"};
static const char *const time_formats[] = {"%u", "200%u", "200%u-01-31", "period %u"};

draft draft_frame(worker *self) {
  generator *random = &self->random;
  draft draft = {0};
  uint32_t units = 2 + below(random, 7), periods = 1 + below(random, 3);
  uint32_t unit_of[24], period_of[24];
  size_t rows = 0;
  bool is_balanced = chance(random, 80);
  for (uint32_t period = 0; period < periods; period++) {
    for (uint32_t unit = 0; unit < units; unit++) {
      // The first two units are always there, so that no period and no frame is empty.
      if (!is_balanced && unit > 1 && chance(random, 30)) continue;
      unit_of[rows] = unit;
      period_of[rows++] = period;
    }
  }
  if (!is_balanced) {
    // Units that are left.
    bool is_there[24] = {false};
    for (size_t i = 0; i < rows; i++) is_there[unit_of[i]] = true;
    uint32_t left = 0;
    for (uint32_t unit = 0; unit < units; unit++) left += is_there[unit];
    draft.facts.units = left;
  } else {
    draft.facts.units = units;
  }
  if (chance(random, 40)) {
    for (size_t i = rows; i-- > 1;) {
      size_t k = below(random, (uint32_t)i + 1);
      uint32_t unit = unit_of[i], period = period_of[i];
      unit_of[i] = unit_of[k], period_of[i] = period_of[k];
      unit_of[k] = unit, period_of[k] = period;
    }
  }
  draft.facts.rows = rows;
  draft.facts.periods = periods;
  draft.facts.has_time = periods > 1 || chance(random, 50);
  draft.facts.input_count = 1 + below(random, 3);
  draft.facts.output_count = 1 + below(random, 2);
  draft.facts.price_count = chance(random, 15) ? draft.facts.input_count : 0;
  draft.facts.is_balanced = is_balanced;
  draft.facts.is_ordinary = draft.facts.is_counted = true;

  farrell_frame *frame = arena_take(&self->memory, sizeof *frame);
  memset(frame, 0, sizeof *frame);
  frame->size = sizeof *frame;
  frame->name = chance(random, 50) ? arena_text(&self->memory, "panel") : NULL;
  frame->row_count = rows;
  frame->unit = make_labels(self, "unit", unit_formats[below(random, 4)], units, rows, unit_of);
  if (draft.facts.has_time) {
    frame->time =
        make_labels(self, "time", time_formats[below(random, 4)], periods, rows, period_of);
  }
  uint32_t roles[3] = {draft.facts.input_count, draft.facts.output_count, draft.facts.price_count};
  frame->series_count = roles[0] + roles[1] + roles[2];
  farrell_series *series = arena_take(&self->memory, frame->series_count * sizeof *series);
  size_t k = 0;
  for (int32_t role = FARRELL_INPUT; role <= FARRELL_PRICE; role++) {
    for (uint32_t i = 0; i < roles[role - 1]; i++) make_series(self, &series[k++], role, i, rows);
  }
  frame->series = series;
  if (chance(random, 20))
    frame->zeros = arena_text(
        &self->memory, (const char *[]){"reject", "allow", "floor:0.5"}[below(random, 3)]);
  if (chance(random, 20))
    frame->missing = arena_text(
        &self->memory, (const char *[]){"reject", "drop-row", "drop-unit"}[below(random, 3)]);
  draft.frame = frame;
  return draft;
}
