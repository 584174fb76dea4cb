/* Whether what a call returned is what the header allows. */
#include "misuse.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  farrell_status status;
  const char *name;
} known[STATUS_COUNT] = {
    {FARRELL_OK, "OK"},
    {FARRELL_RUNNING, "RUNNING"},
    {FARRELL_INCOMPLETE, "INCOMPLETE"},
    {FARRELL_E_USAGE, "E_USAGE"},
    {FARRELL_E_DATA, "E_DATA"},
    {FARRELL_E_NO_INPUT, "E_NO_INPUT"},
    {FARRELL_E_INTERNAL, "E_INTERNAL"},
    {FARRELL_E_CANNOT_CREATE, "E_CANNOT_CREATE"},
    {FARRELL_E_IO, "E_IO"},
    {FARRELL_E_RESUMABLE, "E_RESUMABLE"},
    {FARRELL_E_CANCELLED, "E_CANCELLED"},
    {FARRELL_E_ARGUMENT, "E_ARGUMENT"},
    {FARRELL_E_ABI, "E_ABI"},
    {FARRELL_E_HANDLE, "E_HANDLE"},
    {FARRELL_E_STATE, "E_STATE"},
    {FARRELL_E_NAME, "E_NAME"},
    {FARRELL_E_MEMORY, "E_MEMORY"},
    {FARRELL_E_FORK, "E_FORK"},
};

const char *const call_names[CALL_COUNT] = {
    "version, processors", "last_error",    "data_create",
    "data_describe",       "data_warning",  "data_free",
    "job_submit",          "job_poll",      "job_wait",
    "job_cancel",          "job_free",      "result_table",
    "result_column_at",    "result_column", "result_document",
    "run_store",
};

static int status_index(farrell_status status) {
  for (int i = 0; i < STATUS_COUNT; i++) {
    if (known[i].status == status) return i;
  }
  return -1;
}

statuses status_bit(farrell_status status) {
  int index = status_index(status);
  return index < 0 ? 0 : (statuses)1 << index;
}

const char *status_name(farrell_status status) {
  int index = status_index(status);
  return index < 0 ? "no status of the header" : known[index].name;
}

farrell_status status_at(int index) { return known[index].status; }

static void append(char *text, size_t capacity, const char *format, va_list values) {
  size_t length = strlen(text);
  vsnprintf(text + length, capacity - length, format, values);
}

void note(worker *self, const char *format, ...) {
  self->note[0] = 0;
  va_list values;
  va_start(values, format);
  append(self->note, sizeof self->note, format, values);
  va_end(values);
}

void note_more(worker *self, const char *format, ...) {
  va_list values;
  va_start(values, format);
  append(self->note, sizeof self->note, format, values);
  va_end(values);
}

void violate(worker *self, call which, const char *format, ...) {
  self->violation_count += 1;
  if (self->violation_count > 20) return;
  char text[1024] = "";
  va_list values;
  va_start(values, format);
  append(text, sizeof text, format, values);
  va_end(values);
  fprintf(
      stderr, "violation: %s: %s [%s] (seed %llu, sequence %llu, thread %u)\n", call_names[which],
      text, self->note, (unsigned long long)self->options->seed, (unsigned long long)self->sequence,
      self->number);
}

void enter(worker *self, call which) {
  self->place->call = (int32_t)which;
  memcpy(self->place->note, self->note, sizeof self->note);
  self->place->is_in_library = 1;
  if (self->options->has_trace) {
    fprintf(
        stderr, "%llu %s [%s]", (unsigned long long)self->sequence, call_names[which], self->note);
  }
}

static void name_all(statuses set, char *text, size_t capacity) {
  text[0] = 0;
  for (int i = 0; i < STATUS_COUNT; i++) {
    if (!(set & (statuses)1 << i)) continue;
    size_t length = strlen(text);
    snprintf(text + length, capacity - length, "%s%s", length > 0 ? " or " : "", known[i].name);
  }
}

/* A failure leaves one line of UTF-8 for the thread. */
static void check_text(worker *self, call which) {
  char text[256];
  memset(text, 0x7f, sizeof text);
  size_t length = SIZE_MAX;
  farrell_status status = farrell_last_error(text, sizeof text, &length);
  if (status != FARRELL_OK) {
    violate(self, which, "the text of the failure: found %s; expected OK", status_name(status));
    return;
  }
  size_t written = strnlen(text, sizeof text);
  if (self->options->has_trace) fprintf(stderr, "  %.*s\n", (int)written, text);
  if (written == sizeof text) {
    violate(self, which, "the text of the failure does not end");
  } else if (length == 0 || written == 0) {
    violate(self, which, "a failure without a text");
  } else if (length == SIZE_MAX || length < written) {
    violate(self, which, "a text of %zu bytes whose length is %zu", written, length);
  } else if (length < sizeof text && length != written) {
    violate(self, which, "a text of %zu bytes that is cut to %zu", length, written);
  } else if (!is_utf8(text, written)) {
    violate(self, which, "a text that is not UTF-8");
  } else if (memchr(text, '\n', written) != NULL) {
    violate(self, which, "a text of two lines: %s", text);
  }
}

void leave(worker *self, call which, farrell_status status, statuses allowed) {
  self->place->is_in_library = 0;
  self->place->calls += 1;
  self->call_count += 1;
  int index = status_index(status);
  if (self->options->has_trace) fprintf(stderr, " %s\n", status_name(status));
  if (index < 0) {
    violate(self, which, "found status %d; expected one of the header", (int)status);
    return;
  }
  self->counts[which][index] += 1;
  bool is_failure = (status_bit(status) & (S_OK | S_RUNNING | S_INCOMPLETE)) == 0;
  if (!(status_bit(status) & allowed)) {
    char names[256], text[256] = "";
    name_all(allowed, names, sizeof names);
    if (is_failure) farrell_last_error(text, sizeof text, NULL);
    violate(self, which, "found %s; expected %s; text: %s", known[index].name, names, text);
  }
  if (is_failure && which != CALL_LAST_ERROR) check_text(self, which);
}

bool is_utf8(const char *bytes, size_t length) {
  const unsigned char *text = (const unsigned char *)bytes;
  size_t i = 0;
  while (i < length) {
    unsigned char first = text[i];
    size_t more = first < 0x80                    ? 0
                  : first >= 0xc2 && first < 0xe0 ? 1
                  : first >= 0xe0 && first < 0xf0 ? 2
                  : first >= 0xf0 && first < 0xf5 ? 3
                                                  : SIZE_MAX;
    if (more == SIZE_MAX || more >= length - i) return false;
    for (size_t k = 1; k <= more; k++) {
      if ((text[i + k] & 0xc0) != 0x80) return false;
    }
    unsigned char second = more > 0 ? text[i + 1] : 0;
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0)) return false;
    if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90)) return false;
    i += more + 1;
  }
  return true;
}

uint64_t read_all(const void *bytes, size_t length) {
  const unsigned char *text = bytes;
  uint64_t sum = 0xcbf29ce484222325u;
  for (size_t i = 0; i < length; i++) sum = (sum ^ text[i]) * 0x100000001b3u;
  return sum;
}

/* Texts are cut between two characters, and nothing is written behind the capacity. */
void last_error(worker *self) {
  size_t capacity = below(&self->random, chance(&self->random, 70) ? 40 : 400);
  bool has_buffer =
      capacity == 0 ? chance(&self->random, 50) : self->is_clean || chance(&self->random, 85);
  char *buffer = has_buffer ? arena_take(&self->memory, capacity + 8) : NULL;
  size_t length = SIZE_MAX;
  bool has_length = chance(&self->random, 70);
  note(
      self, "capacity %zu%s%s", capacity, has_buffer ? "" : ", no buffer",
      has_length ? "" : ", no length");
  enter(self, CALL_LAST_ERROR);
  farrell_status status = farrell_last_error(buffer, capacity, has_length ? &length : NULL);
  leave(self, CALL_LAST_ERROR, status, has_buffer || capacity == 0 ? S_OK : S_ARGUMENT);
  if (status != FARRELL_OK) return;
  if (has_length && length == SIZE_MAX) violate(self, CALL_LAST_ERROR, "the length is not set");
  if (!has_buffer) return;
  for (size_t i = capacity; i < capacity + 8; i++) {
    if ((unsigned char)buffer[i] != 0xa5)
      violate(self, CALL_LAST_ERROR, "bytes behind the capacity are written");
  }
  if (capacity == 0) return;
  size_t written = strnlen(buffer, capacity);
  if (written == capacity) violate(self, CALL_LAST_ERROR, "the text does not end");
  else if (!is_utf8(buffer, written))
    violate(self, CALL_LAST_ERROR, "the text is cut inside a character");
  else if (has_length && length < capacity && written != length)
    violate(self, CALL_LAST_ERROR, "found %zu bytes; expected all %zu", written, length);
  // At most three bytes of a character that did not fit are left free.
  else if (has_length && length >= capacity && written + 4 < capacity)
    violate(
        self, CALL_LAST_ERROR, "found %zu bytes of %zu where %zu fit", written, length, capacity);
}

void versions(worker *self) {
  note(self, "-");
  enter(self, CALL_VERSIONS);
  uint32_t version = farrell_abi_version();
  const char *text = farrell_version();
  int32_t processors = farrell_processors();
  leave(self, CALL_VERSIONS, FARRELL_OK, S_OK);
  if (version != FARRELL_ABI_VERSION) violate(self, CALL_VERSIONS, "version %u", version);
  if (text == NULL || text[0] == 0 || strlen(text) > 64) violate(self, CALL_VERSIONS, "no version");
  if (processors < 1 || processors > 65536)
    violate(self, CALL_VERSIONS, "%d processors", processors);
}
