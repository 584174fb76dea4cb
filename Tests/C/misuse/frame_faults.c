/* Frames that a library must refuse, or may. */
#include "misuse.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the contents of a frame are refused with. */
static const statuses contents = S_USAGE | S_DATA;

size_t wrong_size(worker *self, size_t right) {
  size_t sizes[] = {0,           1,          7,    right - 1, right - 8,       right + 1,
                    right + 8,   right + 64, 4096, SIZE_MAX,  (size_t)1 << 63, (size_t)1 << 32,
                    SIZE_MAX - 7};
  return sizes[below(&self->random, sizeof sizes / sizeof *sizes)];
}

void *struct_block(worker *self, size_t right, size_t size) {
  return arena_take(&self->memory, size > right && size <= 4096 ? size : right);
}

const char *broken_text(worker *self) {
  static const char *const texts[] = {
      "\xff",   "a\xc3",    "\xc0\xaf",        "\xed\xa0\x80", "\xf5\x80\x80\x80",
      "x\x80y", "\xe4\xbd", "\xf0\x80\x80\x80"};
  return arena_text(&self->memory, texts[below(&self->random, 8)]);
}

static void certain(draft *draft, statuses allowed) { draft->faults |= allowed; }

static void doubtful(draft *draft, statuses allowed) {
  draft->doubts |= allowed;
  draft->facts.is_ordinary = draft->facts.is_counted = false;
}

/* A copy of a struct with another size, garbage behind it. */
static void *resized(worker *self, const void *from, size_t right) {
  size_t size = wrong_size(self, right);
  char *copy = struct_block(self, right, size);
  memcpy(copy, from, right);
  memcpy(copy, &size, sizeof size);
  note_more(self, ", size %zu of a struct of %zu", size, right);
  return copy;
}

static farrell_labels *any_labels(worker *self, farrell_frame *frame) {
  bool is_time = frame->time != NULL && chance(&self->random, 50);
  farrell_labels *copy = arena_take(&self->memory, sizeof *copy);
  const farrell_labels *from = is_time ? frame->time : frame->unit;
  if (from == NULL) return NULL;
  memcpy(copy, from, sizeof *copy);
  if (is_time) frame->time = copy;
  else frame->unit = copy;
  return copy;
}

static farrell_series *any_series(worker *self, farrell_frame *frame) {
  return (farrell_series *)(uintptr_t)&frame
      ->series[below(&self->random, (uint32_t)frame->series_count)];
}

static bool is_float(const farrell_series *series) {
  return series->type == FARRELL_FLOAT64 || series->type == FARRELL_FLOAT32;
}

static void spoil_structs(worker *self, draft *draft) {
  farrell_frame *frame = draft->frame;
  switch (below(&self->random, 8)) {
    case 0:
      note_more(self, ", no unit");
      frame->unit = NULL;
      certain(draft, S_ARGUMENT);
      break;
    case 1:
      frame->unit = resized(self, frame->unit, sizeof *frame->unit);
      certain(draft, S_ABI);
      break;
    case 2:
      if (frame->time == NULL) break;
      frame->time = resized(self, frame->time, sizeof *frame->time);
      certain(draft, S_ABI);
      break;
    case 3: {
      farrell_series *series = any_series(self, frame);
      series->size = wrong_size(self, sizeof *series);
      note_more(self, ", a series of size %zu", series->size);
      certain(draft, S_ABI);
      break;
    }
    case 4:
      note_more(self, ", no series but a count");
      frame->series = NULL;
      certain(draft, S_ARGUMENT);
      break;
    case 5:
      note_more(self, ", series_count 0");
      frame->series_count = 0;
      if (chance(&self->random, 50)) frame->series = NULL;
      certain(draft, contents | S_ARGUMENT);
      break;
    case 6: {
      static const size_t counts[] = {
          SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / sizeof(farrell_series) + 1, (size_t)1 << 60,
          (size_t)1 << 63};
      frame->series_count = counts[below(&self->random, 5)];
      note_more(self, ", series_count %zu", frame->series_count);
      certain(draft, S_ARGUMENT | S_MEMORY);
      break;
    }
    default:
      draft->frame = resized(self, frame, sizeof *frame);
      certain(draft, S_ABI);
      break;
  }
}

static void spoil_rows(worker *self, draft *draft) {
  farrell_frame *frame = draft->frame;
  if (chance(&self->random, 40)) {
    note_more(self, ", row_count 0");
    frame->row_count = 0;
    certain(draft, contents | S_ARGUMENT);
    return;
  }
  // With steps of four bytes and more, these leave the address space.
  static const size_t counts[] = {
      SIZE_MAX, SIZE_MAX / 2, (size_t)1 << 61, (size_t)1 << 62, (size_t)1 << 63};
  frame->row_count = counts[below(&self->random, 5)];
  note_more(self, ", row_count %zu", frame->row_count);
  certain(draft, S_ARGUMENT | S_MEMORY);
}

static void spoil_labels(worker *self, draft *draft) {
  generator *random = &self->random;
  farrell_labels *labels = any_labels(self, draft->frame);
  if (labels == NULL) return;
  size_t rows = (size_t)draft->facts.rows;
  switch (below(random, 14)) {
    case 0:
      note_more(self, ", no codes");
      labels->codes = NULL;
      certain(draft, S_ARGUMENT);
      break;
    case 1:
      note_more(self, ", no labels but a count");
      labels->labels = NULL;
      certain(draft, S_ARGUMENT);
      break;
    case 2:
      note_more(self, ", label_count 0");
      labels->label_count = 0;
      if (chance(random, 50)) labels->labels = NULL;
      certain(draft, contents | S_ARGUMENT);
      break;
    case 3: {
      static const size_t counts[] = {SIZE_MAX, (size_t)1 << 60, (size_t)1 << 61, (size_t)1 << 63};
      labels->label_count = counts[below(random, 4)];
      note_more(self, ", label_count %zu", labels->label_count);
      certain(draft, S_ARGUMENT | S_MEMORY | contents);
      break;
    }
    case 4:
    case 5: {
      uint32_t last = (uint32_t)labels->label_count - 1;
      const char **names = (const char **)(uintptr_t)labels->labels;
      uint32_t which = chance(random, 60) ? 0 : below(random, last + 1);
      bool is_null = chance(random, 50);
      names[which] = is_null ? NULL : broken_text(self);
      note_more(self, ", label %u %s", which, is_null ? "null" : "not UTF-8");
      // The first has a row; one that no row has may be left alone.
      if (which == 0) certain(draft, S_ARGUMENT);
      else doubtful(draft, S_ARGUMENT);
      break;
    }
    case 6: {
      bool is_null = chance(random, 50);
      labels->name = is_null ? NULL : broken_text(self);
      note_more(self, ", name of labels %s", is_null ? "null" : "not UTF-8");
      certain(draft, S_ARGUMENT);
      break;
    }
    case 7:
      labels->name = chance(random, 50) ? "" : "a\nb\x7f";
      note_more(self, ", name of labels empty or with control characters");
      doubtful(draft, contents | S_ARGUMENT);
      break;
    case 8: {
      labels->stride = (ptrdiff_t)below(random, 4);
      note_more(self, ", stride %td of codes", labels->stride);
      if (labels->stride > 0) certain(draft, S_ARGUMENT);
      else doubtful(draft, contents | S_ARGUMENT);
      break;
    }
    case 9:
      if (rows < 3) break;
      labels->stride =
          (const ptrdiff_t[]){PTRDIFF_MAX, PTRDIFF_MIN, PTRDIFF_MIN + 1}[below(random, 3)];
      note_more(self, ", stride %td of codes", labels->stride);
      certain(draft, S_ARGUMENT | S_MEMORY);
      break;
    case 10: {
      labels->base = (const int32_t[]){2, -1, INT32_MIN, INT32_MAX}[below(random, 4)];
      note_more(self, ", base %d", (int)labels->base);
      certain(draft, S_ARGUMENT | contents);
      break;
    }
    case 11:
    case 12: {
      int32_t codes[] = {
          labels->base - 1, labels->base + (int32_t)labels->label_count, INT32_MIN, INT32_MAX,
          -1000};
      int32_t code = codes[below(random, 5)];
      size_t row = below(random, (uint32_t)rows);
      memcpy(
          (char *)(uintptr_t)labels->codes + (ptrdiff_t)row * labels->stride, &code, sizeof code);
      note_more(
          self, ", code %d of %zu labels from %d", (int)code, labels->label_count,
          (int)labels->base);
      certain(draft, contents);
      break;
    }
    default: {
      if (labels->label_count < 2) break;
      const char **names = (const char **)(uintptr_t)labels->labels;
      names[1] = chance(random, 50) ? names[0] : "a\r\nb";
      note_more(self, ", two labels alike, or one with control characters");
      doubtful(draft, contents | S_ARGUMENT);
      break;
    }
  }
}

static void spoil_series(worker *self, draft *draft) {
  generator *random = &self->random;
  farrell_frame *frame = draft->frame;
  farrell_series *series = any_series(self, frame);
  switch (below(random, 9)) {
    case 0:
      note_more(self, ", no values");
      series->values = NULL;
      certain(draft, S_ARGUMENT);
      break;
    case 1: {
      bool is_null = chance(random, 50);
      series->name = is_null ? NULL : broken_text(self);
      note_more(self, ", name of a series %s", is_null ? "null" : "not UTF-8");
      certain(draft, S_ARGUMENT);
      break;
    }
    case 2:
      series->name = chance(random, 50) ? "" : "x\t\n\x1b[0m";
      note_more(self, ", name of a series empty or with control characters");
      doubtful(draft, contents | S_ARGUMENT);
      break;
    case 3: {
      farrell_series *other = any_series(self, frame);
      if (other == series) break;
      series->name = other->name;
      note_more(self, ", two series of one name");
      // A price is no variable of the technology.
      if (series->role == FARRELL_PRICE || other->role == FARRELL_PRICE)
        doubtful(draft, contents | S_ARGUMENT);
      else certain(draft, contents);
      break;
    }
    case 4:
      series->role = (const int32_t[]){0, 4, -1, INT32_MAX, INT32_MIN}[below(random, 5)];
      note_more(self, ", role %d", (int)series->role);
      certain(draft, contents | S_ARGUMENT);
      break;
    case 5:
      series->type = (const int32_t[]){0, 5, -1, INT32_MAX, INT32_MIN}[below(random, 5)];
      note_more(self, ", type %d", (int)series->type);
      certain(draft, contents | S_ARGUMENT);
      break;
    case 6: {
      ptrdiff_t size = series->type == FARRELL_FLOAT32 || series->type == FARRELL_INT32 ? 4 : 8;
      ptrdiff_t strides[] = {0, 1, size - 1};
      series->stride = strides[below(random, 3)];
      note_more(self, ", stride %td of a value of %td", series->stride, size);
      certain(draft, S_ARGUMENT);
      break;
    }
    case 7:
      if (draft->facts.rows < 3) break;
      series->stride = (const ptrdiff_t[]){
          PTRDIFF_MAX, PTRDIFF_MIN, PTRDIFF_MIN + 1, PTRDIFF_MAX - 7}[below(random, 4)];
      note_more(self, ", stride %td", series->stride);
      certain(draft, S_ARGUMENT | S_MEMORY);
      break;
    default:
      note_more(self, ", no outputs");
      for (size_t i = 0; i < frame->series_count; i++) {
        farrell_series *one = (farrell_series *)(uintptr_t)&frame->series[i];
        if (one->role == FARRELL_OUTPUT) one->role = FARRELL_PRICE;
      }
      certain(draft, contents);
      break;
  }
}

static bool drops_missing(const farrell_frame *frame) {
  return frame->missing != NULL && strncmp(frame->missing, "drop", 4) == 0;
}

static bool rejects_zeros(const farrell_frame *frame) {
  return frame->zeros == NULL || strcmp(frame->zeros, "reject") == 0;
}

static void spoil_value(worker *self, draft *draft) {
  static const double values[] = {(double)NAN,
                                  (double)INFINITY,
                                  -(double)INFINITY,
                                  -1,
                                  -DBL_MIN,
                                  0,
                                  -0.0,
                                  5e-324,
                                  DBL_MIN / 4,
                                  1e308,
                                  DBL_MAX,
                                  9007199254740993.0,
                                  1e18,
                                  1e-300};
  generator *random = &self->random;
  farrell_series *series = any_series(self, draft->frame);
  double value = values[below(random, sizeof values / sizeof *values)];
  if (!is_float(series)) {
    value = isfinite(value) ? value : -7;
    if (fabs(value) > 1e9) value = series->type == FARRELL_INT32 ? INT32_MAX : 9e18;
  }
  write_value(series, below(random, (uint32_t)draft->facts.rows), value);
  if (series->type == FARRELL_FLOAT32) value = (double)(float)value;
  if (!is_float(series)) value = trunc(value);
  note_more(self, ", a value %g of type %d, role %d", value, (int)series->type, (int)series->role);
  bool is_price = series->role == FARRELL_PRICE;
  if (drops_missing(draft->frame)) {
    // A row with a missing number takes its other numbers with it, and no row may be left.
    doubtful(draft, S_DATA);
  } else if (!isfinite(value) || value < 0) {
    certain(draft, contents);
  } else if (value == 0 && (is_price || !rejects_zeros(draft->frame))) {
    doubtful(draft, contents);
  } else if (value == 0) {
    certain(draft, contents);
  } else {
    draft->facts.is_ordinary = false;
  }
}

static void spoil_policies(worker *self, draft *draft) {
  static const char *const zeros[] = {"",        "floor",     "floor:",    "floor:-1",
                                      "floor:0", "floor:nan", "floor:inf", "floor:1e999",
                                      "ALLOWED", "drop-row"};
  static const char *const missing[] = {"", "drop", "drop-rows", "floor:1", "ignore"};
  bool is_zeros = chance(&self->random, 50), is_broken = chance(&self->random, 15);
  const char *text = is_broken  ? broken_text(self)
                     : is_zeros ? zeros[below(&self->random, 10)]
                                : missing[below(&self->random, 5)];
  if (is_zeros) draft->frame->zeros = text;
  else draft->frame->missing = text;
  note_more(self, ", %s \"%s\"", is_zeros ? "zeros" : "missing", is_broken ? "not UTF-8" : text);
  // An empty text may stand for none.
  if (text[0] == 0) doubtful(draft, S_USAGE | S_ARGUMENT);
  else certain(draft, is_broken ? S_ARGUMENT : S_USAGE);
}

static void spoil_rows_alike(worker *self, draft *draft) {
  farrell_frame *frame = draft->frame;
  if (frame->unit == NULL) return;
  size_t from = below(&self->random, (uint32_t)draft->facts.rows),
         to = below(&self->random, (uint32_t)draft->facts.rows);
  if (from == to) return;
  const farrell_labels *both[] = {frame->unit, frame->time};
  for (int i = 0; i < 2; i++) {
    if (both[i] == NULL) continue;
    char *codes = (char *)(uintptr_t)both[i]->codes;
    memcpy(codes + (ptrdiff_t)to * both[i]->stride, codes + (ptrdiff_t)from * both[i]->stride, 4);
  }
  note_more(self, ", one unit twice in a period");
  if (drops_missing(frame)) doubtful(draft, contents);
  else certain(draft, contents);
}

void spoil_frame(worker *self, draft *draft) {
  generator *random = &self->random;
  // Contents first: after the others, the frame can no longer be walked through.
  if (chance(random, 50)) spoil_value(self, draft);
  uint32_t choice = below(random, 100);
  if (choice < 10) spoil_policies(self, draft);
  else if (choice < 16) spoil_rows_alike(self, draft);
  else if (choice < 36) spoil_structs(self, draft);
  else if (choice < 44) spoil_rows(self, draft);
  else if (choice < 66) spoil_labels(self, draft);
  else if (choice < 82) spoil_series(self, draft);
  else if (choice < 84) {
    note_more(self, ", name of the frame not UTF-8");
    draft->frame->name = broken_text(self);
    certain(draft, S_ARGUMENT);
  }
}
