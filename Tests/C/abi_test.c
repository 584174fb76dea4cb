/*
 * Checks of every function and every documented status of farrell.h, each one line: "ok NAME" or
 * "not ok NAME: what was found". The last line is "N passed, N failed"; exit code 1 if any failed.
 */
#define _XOPEN_SOURCE 700
#include <farrell.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int passed, failed;

static const char *last_text(void) {
  static char text[512];
  text[0] = 0;
  farrell_last_error(text, sizeof text, NULL);
  return text;
}

/* A check of something that is true or not. */
static int holds(const char *name, int right) {
  if (right) printf("ok %s\n", name);
  else printf("not ok %s: last error \"%s\"\n", name, last_text());
  *(right ? &passed : &failed) += 1;
  return right;
}

/* A check of a status. A failure must leave a line of text. */
static int gives(const char *name, farrell_status found, farrell_status expected) {
  int failure = expected < 0 || expected >= 64;
  int right = found == expected && (!failure || (last_text()[0] && !strchr(last_text(), '\n')));
  if (right) printf("ok %s\n", name);
  else printf("not ok %s: found %d; expected %d; last error \"%s\"\n", name, (int)found, (int)expected, last_text());
  *(right ? &passed : &failed) += 1;
  return right;
}

/* ---------------------------------------------------------------------- a panel to vary */

enum { UNITS = 5, PERIODS = 2, ROWS = UNITS * PERIODS };
static const double LABOUR[ROWS] = {2, 4, 6, 3, 8, 2, 4, 5, 3, 9};
static const double CAPITAL[ROWS] = {5, 2, 6, 3, 7, 4, 3, 5, 3, 6};
static const double OUTPUT[ROWS] = {2, 4, 6, 3, 8, 3, 5, 6, 4, 9};
static const int32_t UNIT[ROWS] = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
static const int32_t TIME[ROWS] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
static const char *const UNIT_LABELS[] = {"Aachen", "Bergen", "Cork", "Delft", "\xc3\x89vora"};
static const char *const YEARS[] = {"2001", "2002"};

/* A frame with all that it points to, so that a check can change any part. */
typedef struct {
  farrell_frame frame;
  farrell_labels unit, time;
  farrell_series series[3];
  double values[3][ROWS];
  int32_t unit_codes[ROWS], time_codes[ROWS];
} panel;

static void fill(panel *p) {
  memset(p, 0, sizeof *p);
  memcpy(p->values[0], LABOUR, sizeof LABOUR);
  memcpy(p->values[1], CAPITAL, sizeof CAPITAL);
  memcpy(p->values[2], OUTPUT, sizeof OUTPUT);
  memcpy(p->unit_codes, UNIT, sizeof UNIT);
  memcpy(p->time_codes, TIME, sizeof TIME);
  p->unit = (farrell_labels){sizeof p->unit, "plant", p->unit_codes, 4, 0, UNIT_LABELS, UNITS};
  p->time = (farrell_labels){sizeof p->time, "year", p->time_codes, 4, 0, YEARS, PERIODS};
  const char *names[] = {"labour", "capital", "output"};
  for (int i = 0; i < 3; i++)
    p->series[i] = (farrell_series){sizeof p->series[i], names[i], i < 2 ? FARRELL_INPUT : FARRELL_OUTPUT,
                                    FARRELL_FLOAT64, p->values[i], sizeof(double)};
  p->frame = (farrell_frame){sizeof p->frame, "plants", ROWS, &p->unit, &p->time, p->series, 3, NULL, NULL};
}

static farrell_data make(panel *p) {
  farrell_data data = 0;
  if (farrell_data_create(&p->frame, &data) != FARRELL_OK) return 0;
  return data;
}

static farrell_data plain(void) {
  panel p;
  fill(&p);
  return make(&p);
}

/* ---------------------------------------------------------------------- jobs in one line */

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define SETTINGS(...) (farrell_setting[]){__VA_ARGS__}, COUNT(((farrell_setting[]){__VA_ARGS__}))

static farrell_status submit(const char *command, farrell_data data, const farrell_setting *settings, size_t count,
                             farrell_job *job) {
  farrell_request request = {sizeof request, command, data, settings, count};
  *job = 0;
  return farrell_job_submit(&request, job);
}

/* Submits, waits and frees, unless `kept` is there to take the job: what came of it. */
static farrell_status run(const char *command, farrell_data data, const farrell_setting *settings, size_t count,
                          farrell_job *kept) {
  farrell_job job;
  farrell_status status = submit(command, data, settings, count, &job);
  if (status != FARRELL_OK) return status;
  status = farrell_job_wait(job, 60000);
  if (kept) *kept = job;
  else {
    /* The text of the wait, and not of what follows, is what a check reads. */
    farrell_job_free(job);
  }
  return status;
}

static farrell_job long_job(farrell_data data) {
  farrell_job job;
  submit("bootstrap", data, SETTINGS({"replicates", "500000"}, {"seed", "1"}), &job);
  return job;
}

static void nap(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

static farrell_column column(farrell_job job, const char *name) {
  farrell_column found = {.size = sizeof found};
  farrell_result_column(job, "efficiency", name, &found);
  return found;
}

/* ---------------------------------------------------------------------- the library itself */

static int thread_count(void) {
  char line[128];
  int count = 0;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file)) sscanf(line, "Threads: %d", &count);
  if (file) fclose(file);
  return count;
}

static void *error_of_thread(void *text) {
  return farrell_last_error(text, 64, NULL) == FARRELL_OK ? text : NULL;
}

/* Whether all characters of a text are whole. */
static int whole_utf8(const char *text) {
  for (const unsigned char *byte = (const unsigned char *)text; *byte;) {
    int more = *byte < 0x80 ? 0 : *byte >> 5 == 6 ? 1 : *byte >> 4 == 14 ? 2 : *byte >> 3 == 30 ? 3 : -1;
    if (more < 0) return 0;
    for (byte++; more > 0; more--, byte++)
      if (*byte >> 6 != 2) return 0;
  }
  return 1;
}

static void check_library(void) {
  holds("abi-version", farrell_abi_version() == FARRELL_ABI_VERSION);
  const char *version = farrell_version();
  int major, minor, patch;
  holds("version", version && sscanf(version, "%d.%d.%d", &major, &minor, &patch) == 3);
  holds("processors", farrell_processors() >= 1 && farrell_processors() <= sysconf(_SC_NPROCESSORS_CONF));
}

static void check_errors(void) {
  size_t length = 99;
  char text[64] = "x";
  holds("last-error-none", farrell_last_error(text, sizeof text, &length) == FARRELL_OK && !text[0] && length == 0);
  holds("last-error-null-buffer", farrell_last_error(NULL, 4, NULL) == FARRELL_E_ARGUMENT);

  panel p;
  fill(&p);
  p.series[1].name = "Kapit\xc3\xa4l\xe2\x82\xac\xf0\x9f\x93\x88";
  p.values[1][3] = NAN;
  farrell_data data = 0;
  gives("error-names-column", farrell_data_create(&p.frame, &data), FARRELL_E_DATA);
  char all[512];
  size_t whole = 0;
  farrell_last_error(all, sizeof all, &whole);
  holds("last-error-length", whole > 0 && whole == strlen(all));
  holds("last-error-column", strstr(all, p.series[1].name) != NULL);
  holds("last-error-length-only", farrell_last_error(NULL, 0, &length) == FARRELL_OK && length == whole);
  int cut = 1;
  for (size_t capacity = 1; capacity <= whole + 1 && capacity <= sizeof all; capacity++) {
    char part[513];
    memset(part, 'z', sizeof part);
    farrell_last_error(part, capacity, &length);
    /* No byte beyond the capacity, a beginning of the text, less than one character short. */
    size_t kept = strnlen(part, capacity);
    cut &= kept < capacity && part[capacity] == 'z' && !memcmp(part, all, kept) && whole_utf8(part) &&
           kept + 4 > capacity - 1 && length == whole;
  }
  holds("last-error-cut", cut && whole > 0);
  char other[64] = "x";
  pthread_t thread;
  void *result = NULL;
  if (pthread_create(&thread, NULL, error_of_thread, other) == 0) pthread_join(thread, &result);
  holds("last-error-by-thread", result && !other[0] && last_text()[0]);
}

/* ---------------------------------------------------------------------- data */

/* What becomes of a panel after one change to it. */
#define FRAME(name, expected, change)                                   \
  do {                                                                  \
    panel p;                                                            \
    farrell_data data = 0;                                              \
    fill(&p);                                                           \
    change;                                                             \
    gives(name, farrell_data_create(&p.frame, &data), expected);        \
    if (data) farrell_data_free(data);                                  \
  } while (0)

static void check_frames(void) {
  farrell_data data = 0;
  panel good;
  fill(&good);
  gives("frame", farrell_data_create(&good.frame, &data), FARRELL_OK);
  farrell_data_free(data);
  gives("frame-null", farrell_data_create(NULL, &data), FARRELL_E_ARGUMENT);
  gives("frame-null-result", farrell_data_create(&good.frame, NULL), FARRELL_E_ARGUMENT);
  FRAME("frame-null-unit", FARRELL_E_ARGUMENT, p.frame.unit = NULL);
  FRAME("frame-null-series", FARRELL_E_ARGUMENT, p.frame.series = NULL);
  FRAME("frame-null-values", FARRELL_E_ARGUMENT, p.series[1].values = NULL);
  FRAME("frame-null-series-name", FARRELL_E_ARGUMENT, p.series[1].name = NULL);
  FRAME("frame-null-codes", FARRELL_E_ARGUMENT, p.unit.codes = NULL);
  FRAME("frame-null-labels", FARRELL_E_ARGUMENT, p.unit.labels = NULL);
  const char *holed[UNITS] = {"Aachen", NULL, "Cork", "Delft", "Evora"};
  FRAME("frame-null-label", FARRELL_E_ARGUMENT, p.unit.labels = holed);
  FRAME("frame-null-name", FARRELL_OK, p.frame.name = NULL);
  FRAME("frame-no-time", FARRELL_OK, (p.frame.time = NULL, p.frame.row_count = UNITS));

  FRAME("frame-size-0", FARRELL_E_ABI, p.frame.size = 0);
  FRAME("frame-size-small", FARRELL_E_ABI, p.frame.size -= sizeof(void *));
  FRAME("unit-size-0", FARRELL_E_ABI, p.unit.size = 0);
  FRAME("time-size-0", FARRELL_E_ABI, p.time.size = 0);
  FRAME("series-size-0", FARRELL_E_ABI, p.series[2].size = 0);

  FRAME("stride-small", FARRELL_E_ARGUMENT, p.series[0].stride = 7);
  FRAME("stride-0", FARRELL_E_ARGUMENT, p.series[0].stride = 0);
  FRAME("stride-small-negative", FARRELL_E_ARGUMENT, p.series[0].stride = -4);
  FRAME("stride-of-codes-small", FARRELL_E_ARGUMENT, p.unit.stride = 3);
  FRAME("stride-too-wide", FARRELL_E_ARGUMENT, p.series[0].stride = PTRDIFF_MAX);
  FRAME("name-not-utf8", FARRELL_E_ARGUMENT, p.series[0].name = "lab\xff");
  FRAME("frame-name-not-utf8", FARRELL_E_ARGUMENT, p.frame.name = "\xc3");
  const char *broken[UNITS] = {"A", "B\xe2\x82", "C", "D", "E"};
  FRAME("label-not-utf8", FARRELL_E_ARGUMENT, p.unit.labels = broken);
  panel huge;
  fill(&huge);
  huge.frame.row_count = SIZE_MAX / 8;
  farrell_status status = farrell_data_create(&huge.frame, &data);
  holds("rows-beyond-memory", status == FARRELL_E_ARGUMENT || status == FARRELL_E_MEMORY);

  FRAME("role-unknown", FARRELL_E_USAGE, p.series[0].role = 9);
  FRAME("type-unknown", FARRELL_E_USAGE, p.series[0].type = 9);
  FRAME("no-output", FARRELL_E_USAGE, p.frame.series_count = 2);
  FRAME("same-name-twice", FARRELL_E_USAGE, p.series[1].name = "labour");
  FRAME("zeros-unknown", FARRELL_E_USAGE, p.frame.zeros = "keep");
  FRAME("missing-unknown", FARRELL_E_USAGE, p.frame.missing = "keep");
  FRAME("code-above", FARRELL_E_DATA, p.unit_codes[3] = UNITS);
  FRAME("code-below", FARRELL_E_DATA, p.unit_codes[3] = -1);
  FRAME("code-missing-in-r", FARRELL_E_DATA, p.unit_codes[3] = INT32_MIN);
  FRAME("code-of-time-above", FARRELL_E_DATA, p.time_codes[9] = PERIODS);
  FRAME("code-0-of-base-1", FARRELL_E_DATA, p.unit.base = 1);
  FRAME("duplicate", FARRELL_E_DATA, p.unit_codes[1] = 0);
  FRAME("negative", FARRELL_E_DATA, p.values[0][4] = -1);
  FRAME("infinite", FARRELL_E_DATA, p.values[0][4] = INFINITY);
  FRAME("nan-rejected", FARRELL_E_DATA, p.values[0][4] = NAN);
  FRAME("zero-rejected", FARRELL_E_DATA, p.values[0][4] = 0);
  FRAME("zero-allowed", FARRELL_OK, (p.values[0][4] = 0, p.frame.zeros = "allow"));
  FRAME("no-rows", FARRELL_E_DATA, p.frame.row_count = 0);
}

static farrell_data_info describe(panel *p) {
  farrell_data_info info = {.size = sizeof info};
  farrell_data data = make(p);
  farrell_data_describe(data, &info);
  farrell_data_free(data);
  return info;
}

static void check_remarks(void) {
  panel p;
  fill(&p);
  farrell_data_info info = describe(&p);
  holds("describe", info.observations == ROWS && info.units == UNITS && info.periods == PERIODS &&
                        !info.dropped_rows && !info.floored_values && !info.rounded_numbers && !info.warnings);
  p.values[1][2] = NAN;
  p.frame.missing = "drop-row";
  info = describe(&p);
  holds("drop-row", info.observations == ROWS - 1 && info.units == UNITS && info.dropped_rows == 1);
  p.frame.missing = "drop-unit";
  info = describe(&p);
  holds("drop-unit", info.observations == ROWS - PERIODS && info.units == UNITS - 1 && info.dropped_rows == PERIODS);
  fill(&p);
  p.values[0][1] = 0;
  p.frame.zeros = "floor:0.5";
  holds("floor", describe(&p).floored_values == 1);
  fill(&p);
  int64_t whole[ROWS];
  for (int i = 0; i < ROWS; i++) whole[i] = (int64_t)OUTPUT[i];
  whole[4] = (1LL << 53) + 1;
  p.series[2].values = whole;
  p.series[2].type = FARRELL_INT64;
  holds("rounded", describe(&p).rounded_numbers == 1);

  fill(&p);
  const char *seasons[] = {"spring", "autumn"};
  p.time.labels = seasons;
  farrell_data data = make(&p);
  info = (farrell_data_info){.size = sizeof info};
  farrell_data_describe(data, &info);
  const char *text = NULL;
  holds("warning-of-order", info.warnings >= 1);
  gives("warning", farrell_data_warning(data, 0, &text), FARRELL_OK);
  holds("warning-text", text && text[0]);
  farrell_status status = farrell_data_warning(data, info.warnings, &text);
  holds("warning-after-last", status == FARRELL_E_NAME || status == FARRELL_E_ARGUMENT);
  gives("warning-null", farrell_data_warning(data, 0, NULL), FARRELL_E_ARGUMENT);
  gives("describe-null", farrell_data_describe(data, NULL), FARRELL_E_ARGUMENT);
  info.size = 3;
  gives("describe-size", farrell_data_describe(data, &info), FARRELL_E_ABI);
  struct { farrell_data_info info; unsigned char later[16]; } larger;
  memset(&larger, 0x5a, sizeof larger);
  larger.info.size = sizeof larger;
  /* A program of a later version: refused, or answered as far as this version goes. */
  status = farrell_data_describe(data, &larger.info);
  int untouched = 1;
  for (size_t i = 0; i < sizeof larger.later; i++) untouched &= larger.later[i] == 0x5a;
  holds("describe-size-later",
        (status == FARRELL_E_ABI || (status == FARRELL_OK && larger.info.observations == ROWS)) && untouched);
  gives("data-free", farrell_data_free(data), FARRELL_OK);
  gives("data-free-twice", farrell_data_free(data), FARRELL_E_HANDLE);
  gives("describe-freed", farrell_data_describe(data, &(farrell_data_info){.size = sizeof info}), FARRELL_E_HANDLE);
  gives("data-free-0", farrell_data_free(0), FARRELL_E_HANDLE);
  gives("data-free-invented", farrell_data_free(0x123456789abcdefull), FARRELL_E_HANDLE);
}

/* Scores of a panel, or NaN. */
static void scores_of(panel *p, double *scores) {
  farrell_job job = 0;
  farrell_data data = make(p);
  for (int i = 0; i < ROWS; i++) scores[i] = NAN;
  if (run("efficiency", data, SETTINGS({"rts", "vrs"}), &job) == FARRELL_OK) {
    farrell_column score = column(job, "score");
    if (score.numbers && score.row_count == ROWS) memcpy(scores, score.numbers, ROWS * sizeof *scores);
  }
  farrell_job_free(job);
  farrell_data_free(data);
}

/* The same numbers, however they lie in memory, have the same scores to the last bit. */
static void check_layouts(void) {
  panel p;
  double plain_scores[ROWS], scores[ROWS];
  fill(&p);
  scores_of(&p, plain_scores);
  int sound = 1;
  for (int i = 0; i < ROWS; i++) sound &= plain_scores[i] > 0 && plain_scores[i] <= 1 + 1e-9;
  holds("scores", sound);
#define SAME(name) (scores_of(&p, scores), holds(name, sound && !memcmp(scores, plain_scores, sizeof scores)))
#define AS(type, code)                                                  \
  static type code##_values[3][ROWS];                                   \
  fill(&p);                                                             \
  for (int s = 0; s < 3; s++) {                                         \
    for (int i = 0; i < ROWS; i++) code##_values[s][i] = (type)p.values[s][i]; \
    p.series[s].values = code##_values[s];                              \
    p.series[s].type = code;                                            \
    p.series[s].stride = sizeof(type);                                  \
  }                                                                     \
  SAME(#code)
  AS(float, FARRELL_FLOAT32);
  AS(int64_t, FARRELL_INT64);
  AS(int32_t, FARRELL_INT32);
  /* Rows of a matrix, at an odd address, from its end to its beginning. */
  static unsigned char bytes[3 * ROWS * 8 + 1];
  fill(&p);
  for (int s = 0; s < 3; s++) {
    for (int i = 0; i < ROWS; i++) memcpy(bytes + 1 + (i * 3 + s) * 8, &p.values[s][i], 8);
    p.series[s].values = bytes + 1 + s * 8;
    p.series[s].stride = 24;
  }
  SAME("unaligned-rows");
  for (int s = 0; s < 3; s++) {
    for (int i = 0; i < ROWS; i++) memcpy(bytes + 1 + ((ROWS - 1 - i) * 3 + s) * 8, &p.values[s][i], 8);
    p.series[s].values = bytes + 1 + ((ROWS - 1) * 3 + s) * 8;
    p.series[s].stride = -24;
  }
  SAME("negative-stride");
  fill(&p);
  for (int i = 0; i < ROWS; i++) p.unit_codes[i]++, p.time_codes[i]++;
  p.unit.base = p.time.base = 1;
  SAME("base-1");
  static int32_t pairs[ROWS][2];
  fill(&p);
  for (int i = 0; i < ROWS; i++) pairs[i][0] = UNIT[i], pairs[i][1] = TIME[i];
  p.unit.codes = &pairs[0][0], p.time.codes = &pairs[0][1];
  p.unit.stride = p.time.stride = sizeof pairs[0];
  SAME("codes-with-stride");
}
