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
                        !info.dropped_rows && !info.floored_values && !info.rounded_numbers && info.warnings == 1);
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
#define AS(number, code)                                                  \
  static number code##_values[3][ROWS];                                   \
  fill(&p);                                                             \
  for (int s = 0; s < 3; s++) {                                         \
    for (int i = 0; i < ROWS; i++) code##_values[s][i] = (number)p.values[s][i]; \
    p.series[s].values = code##_values[s];                              \
    p.series[s].type = code;                                            \
    p.series[s].stride = sizeof(number);                                  \
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

/* ---------------------------------------------------------------------- jobs */

static void check_requests(void) {
  farrell_data data = plain();
  farrell_job job = 0;
  farrell_request request = {sizeof request, "efficiency", data, NULL, 0};
  gives("submit", farrell_job_submit(&request, &job), FARRELL_OK);
  gives("wait-for-ever", farrell_job_wait(job, -1), FARRELL_OK);
  farrell_progress progress = {.size = sizeof progress};
  gives("poll-after-end", farrell_job_poll(job, &progress), FARRELL_OK);
  holds("state-done", progress.state == FARRELL_DONE && progress.done == progress.total &&
                          progress.elapsed_seconds >= 0 && memchr(progress.step, 0, sizeof progress.step));
  gives("poll-null", farrell_job_poll(job, NULL), FARRELL_E_ARGUMENT);
  progress.size = 5;
  gives("poll-size", farrell_job_poll(job, &progress), FARRELL_E_ABI);
  gives("cancel-after-end", farrell_job_cancel(job), FARRELL_OK);
  gives("wait-after-cancel", farrell_job_wait(job, 0), FARRELL_OK);
  holds("results-after-cancel", column(job, "score").row_count == ROWS);
  gives("job-as-data", farrell_data_free(job), FARRELL_E_HANDLE);
  gives("data-as-job", farrell_job_free(data), FARRELL_E_HANDLE);
  gives("job-free", farrell_job_free(job), FARRELL_OK);
  gives("job-free-twice", farrell_job_free(job), FARRELL_E_HANDLE);
  gives("wait-freed", farrell_job_wait(job, 0), FARRELL_E_HANDLE);
  gives("poll-freed", farrell_job_poll(job, &(farrell_progress){.size = sizeof progress}), FARRELL_E_HANDLE);
  gives("cancel-freed", farrell_job_cancel(job), FARRELL_E_HANDLE);
  gives("job-free-0", farrell_job_free(0), FARRELL_E_HANDLE);

  gives("submit-null", farrell_job_submit(NULL, &job), FARRELL_E_ARGUMENT);
  gives("submit-null-result", farrell_job_submit(&request, NULL), FARRELL_E_ARGUMENT);
  request.size = 1;
  gives("submit-size", farrell_job_submit(&request, &job), FARRELL_E_ABI);
  gives("command-null", run(NULL, data, NULL, 0, NULL), FARRELL_E_ARGUMENT);
  gives("settings-null", run("efficiency", data, NULL, 1, NULL), FARRELL_E_ARGUMENT);
  gives("setting-name-null", run("efficiency", data, SETTINGS({NULL, "vrs"}), NULL), FARRELL_E_ARGUMENT);
  gives("setting-not-utf8", run("efficiency", data, SETTINGS({"rts", "\xff"}), NULL), FARRELL_E_ARGUMENT);
  gives("command-unknown", run("divine", data, NULL, 0, NULL), FARRELL_E_USAGE);
  gives("setting-unknown", run("efficiency", data, SETTINGS({"colour", "red"}), NULL), FARRELL_E_USAGE);
  gives("value-unknown", run("efficiency", data, SETTINGS({"rts", "sometimes"}), NULL), FARRELL_E_USAGE);
  farrell_status without = run("efficiency", 0, NULL, 0, NULL);
  holds("no-data", without == FARRELL_E_USAGE || without == FARRELL_E_HANDLE);
  gives("names-with-underscore", run("malmquist", data, SETTINGS({"pair_isolated", "true"}), NULL), FARRELL_OK);
  gives("names-with-hyphen", run("malmquist", data, SETTINGS({"pair-isolated", "true"}), NULL), FARRELL_OK);

  /* One that failed. */
  run("efficiency", data, SETTINGS({"rts", "sometimes"}), &job);
  progress = (farrell_progress){.size = sizeof progress};
  farrell_job_poll(job, &progress);
  holds("state-failed", progress.state == FARRELL_FAILED);
  gives("results-of-failed", farrell_result_table(job, 0, &(farrell_table){.size = sizeof(farrell_table)}),
        FARRELL_E_STATE);
  farrell_job_free(job);

  /* Data may go while a job has them. */
  farrell_data brief = plain();
  submit("efficiency", brief, NULL, 0, &job);
  farrell_data_free(brief);
  gives("data-freed-early", farrell_job_wait(job, 60000), FARRELL_OK);
  farrell_job_free(job);
  gives("data-freed-before", run("efficiency", brief, NULL, 0, NULL), FARRELL_E_HANDLE);
  farrell_data_free(data);
}

static void check_cancelling(void) {
  farrell_data data = plain();
  farrell_job job = long_job(data);
  farrell_progress progress = {.size = sizeof progress, .state = -1};
  gives("look-only", farrell_job_wait(job, 0), FARRELL_RUNNING);
  gives("wait-briefly", farrell_job_wait(job, 20), FARRELL_RUNNING);
  gives("poll-at-work", farrell_job_poll(job, &progress), FARRELL_OK);
  holds("state-at-work", progress.state == FARRELL_AT_WORK || progress.state == FARRELL_QUEUED);
  const char *bytes;
  size_t length;
  gives("table-too-early", farrell_result_table(job, 0, &(farrell_table){.size = sizeof(farrell_table)}),
        FARRELL_E_STATE);
  gives("column-too-early",
        farrell_result_column(job, "efficiency", "score", &(farrell_column){.size = sizeof(farrell_column)}),
        FARRELL_E_STATE);
  gives("document-too-early", farrell_result_document(job, "json", &bytes, &length), FARRELL_E_STATE);
  gives("cancel", farrell_job_cancel(job), FARRELL_OK);
  gives("wait-cancelled", farrell_job_wait(job, 30000), FARRELL_E_CANCELLED);
  farrell_job_poll(job, &progress);
  holds("state-cancelled", progress.state == FARRELL_CANCELLED);
  gives("results-of-cancelled", farrell_result_table(job, 0, &(farrell_table){.size = sizeof(farrell_table)}),
        FARRELL_E_STATE);
  gives("cancelled-free", farrell_job_free(job), FARRELL_OK);

  /* More jobs than processors: the last waits its turn, and can be cancelled there. */
  farrell_job jobs[16];
  int count = farrell_processors() + 1 > 16 ? 16 : farrell_processors() + 1;
  for (int i = 0; i < count; i++) jobs[i] = long_job(data);
  progress.state = -1;
  farrell_job_poll(jobs[count - 1], &progress);
  holds("state-queued", progress.state == FARRELL_QUEUED || count == 16);
  farrell_job_cancel(jobs[count - 1]);
  gives("cancel-queued", farrell_job_wait(jobs[count - 1], 10000), FARRELL_E_CANCELLED);
  nap(50);
  int freed = 1;
  for (int i = 0; i < count; i++) freed &= farrell_job_free(jobs[i]) == FARRELL_OK;
  holds("free-while-running", freed);
  gives("wait-freed-while-running", farrell_job_wait(jobs[0], 0), FARRELL_E_HANDLE);
  gives("next-job-after-those", run("efficiency", data, NULL, 0, NULL), FARRELL_OK);
  farrell_data_free(data);
}

/* ---------------------------------------------------------------------- results */

static int is_missing(const farrell_column *c, uint64_t row) {
  return c->validity && !(c->validity[row / 8] >> row % 8 & 1);
}

/* Whether a column keeps the promises of the header about itself. */
static int sound_column(const farrell_column *c, uint64_t rows) {
  uint64_t missing = 0;
  if (!c->name || !c->name[0] || c->row_count != rows) return 0;
  if (!!c->numbers != (c->kind == FARRELL_NUMBERS) || !!c->integers != (c->kind == FARRELL_INTEGERS) ||
      !!c->offsets != (c->kind == FARRELL_TEXTS))
    return 0;
  for (uint64_t row = 0; row < rows; row++) {
    int gone = is_missing(c, row);
    missing += gone;
    if (c->kind == FARRELL_NUMBERS && gone != !!isnan(c->numbers[row])) return 0;
    if (c->kind == FARRELL_INTEGERS && gone && c->integers[row] != 0) return 0;
    if (c->kind == FARRELL_TEXTS) {
      if (c->offsets[row + 1] < c->offsets[row] || (gone && c->offsets[row + 1] != c->offsets[row])) return 0;
    }
  }
  return missing == c->missing_count && (missing == 0) == !c->validity;
}

static void check_results(void) {
  farrell_data data = plain();
  farrell_job job = 0;
  run("efficiency", data, SETTINGS({"rts", "vrs"}), &job);
  farrell_table table = {.size = sizeof table};
  uint64_t tables = 0;
  int sound = 1, same = 1;
  farrell_status status;
  while ((status = farrell_result_table(job, tables, &table)) == FARRELL_OK && tables < 1000) {
    tables++;
    for (uint64_t i = 0; i < table.column_count; i++) {
      farrell_column at = {.size = sizeof at}, named = {.size = sizeof named};
      sound &= farrell_result_column_at(job, table.name, i, &at) == FARRELL_OK && sound_column(&at, table.row_count);
      same &= farrell_result_column(job, table.name, at.name ? at.name : "", &named) == FARRELL_OK &&
              named.numbers == at.numbers && named.bytes == at.bytes && named.integers == at.integers;
    }
    sound &= table.key_count <= table.column_count;
    farrell_column beyond = {.size = sizeof beyond};
    sound &= farrell_result_column_at(job, table.name, table.column_count, &beyond) == FARRELL_E_NAME;
  }
  holds("tables", tables >= 1);
  gives("table-after-last", status, FARRELL_E_NAME);
  holds("columns", sound && tables);
  holds("columns-by-name", same && tables);
  farrell_column unit = column(job, "unit");
  holds("units", unit.offsets && unit.row_count == ROWS && unit.offsets[5] - unit.offsets[4] == 6 &&
                     !memcmp(unit.bytes + unit.offsets[4], UNIT_LABELS[4], 6));
  farrell_column score = column(job, "score"), lower = column(job, "lower"), upper = column(job, "upper");
  int inside = score.numbers && lower.numbers && upper.numbers;
  for (uint64_t i = 0; inside && i < ROWS; i++)
    inside = lower.numbers[i] <= score.numbers[i] && score.numbers[i] <= upper.numbers[i];
  holds("bounds-hold-score", inside);

  farrell_column c = {.size = sizeof c};
  gives("table-null", farrell_result_table(job, 0, NULL), FARRELL_E_ARGUMENT);
  table.size = 1;
  gives("table-size", farrell_result_table(job, 0, &table), FARRELL_E_ABI);
  gives("column-null", farrell_result_column(job, "efficiency", "score", NULL), FARRELL_E_ARGUMENT);
  gives("column-null-name", farrell_result_column(job, "efficiency", NULL, &c), FARRELL_E_ARGUMENT);
  gives("column-null-table", farrell_result_column_at(job, NULL, 0, &c), FARRELL_E_ARGUMENT);
  gives("column-unknown", farrell_result_column(job, "efficiency", "scores", &c), FARRELL_E_NAME);
  gives("table-unknown", farrell_result_column(job, "elasticity", "score", &c), FARRELL_E_NAME);
  c.size = sizeof c - 8;
  gives("column-size", farrell_result_column(job, "efficiency", "score", &c), FARRELL_E_ABI);
  gives("column-at-size", farrell_result_column_at(job, "efficiency", 0, &c), FARRELL_E_ABI);

  static const char *const documents[] = {"json", "csv/efficiency", "summary", "metadata"};
  static const char *const parts[] = {"\"score\"", "unit,time,score", "Bergen", "{"};
  const char *bytes = NULL;
  size_t length = 0;
  for (size_t i = 0; i < COUNT(documents); i++) {
    char name[64];
    snprintf(name, sizeof name, "document-%s", documents[i]);
    status = farrell_result_document(job, documents[i], &bytes, &length);
    char *copy = status == FARRELL_OK ? calloc(length + 1, 1) : NULL;
    if (copy) memcpy(copy, bytes, length);
    holds(name, copy && strlen(copy) == length && strstr(copy, parts[i]));
    free(copy);
  }
  gives("document-remarks", farrell_result_document(job, "remarks", &bytes, &length), FARRELL_OK);
  gives("document-pictures", farrell_result_document(job, "pictures", &bytes, &length), FARRELL_OK);
  gives("document-unknown", farrell_result_document(job, "pdf", &bytes, &length), FARRELL_E_NAME);
  gives("document-csv-unknown", farrell_result_document(job, "csv/elasticity", &bytes, &length), FARRELL_E_NAME);
  gives("document-svg-unknown", farrell_result_document(job, "svg/elasticity", &bytes, &length), FARRELL_E_NAME);
  gives("document-shard-of-none", farrell_result_document(job, "shard/0", &bytes, &length), FARRELL_E_NAME);
  gives("document-null-name", farrell_result_document(job, NULL, &bytes, &length), FARRELL_E_ARGUMENT);
  gives("document-null-bytes", farrell_result_document(job, "json", NULL, &length), FARRELL_E_ARGUMENT);
  gives("document-null-length", farrell_result_document(job, "json", &bytes, NULL), FARRELL_E_ARGUMENT);
  farrell_job_free(job);
  gives("column-of-freed", farrell_result_column(job, "efficiency", "score", &(farrell_column){.size = sizeof c}),
        FARRELL_E_HANDLE);
  gives("document-of-freed", farrell_result_document(job, "json", &bytes, &length), FARRELL_E_HANDLE);
  farrell_data_free(data);

  /* Fewer inputs than anyone had in 2001: under variable returns no output is feasible there. */
  panel p;
  fill(&p);
  p.values[0][5] = p.values[1][5] = 0.5;
  data = make(&p);
  status = run("efficiency", data,
               SETTINGS({"rts", "vrs"}, {"orientation", "out"}, {"technology", "2001"}), &job);
  holds("infeasible", status == FARRELL_OK);
  score = column(job, "score");
  uint64_t gone = 0;
  for (uint64_t i = 0; score.numbers && i < score.row_count; i++) gone += is_missing(&score, i);
  holds("missing-score", gone >= 1 && sound_column(&score, score.row_count));
  farrell_job_free(job);
  farrell_data_free(data);
}

/* ---------------------------------------------------------------------- runs on disk */

static void check_runs(void) {
  const char *parent = getenv("TMPDIR");
  char folder[1024], path[1100], absent[1100];
  snprintf(folder, sizeof folder, "%s/farrell-abi-XXXXXX", parent ? parent : P_tmpdir);
  if (!holds("folder", mkdtemp(folder) != NULL)) return;
  snprintf(path, sizeof path, "%s/run", folder);
  snprintf(absent, sizeof absent, "%s/absent", folder);
  farrell_data data = plain();
  farrell_job job = 0;
  const char *bytes = NULL;
  size_t length = 0;
  const char garbage[] = "these bytes are no shard";

  gives("run-absent", run("bootstrap", 0, SETTINGS({"run", absent}, {"resume", "true"}), NULL), FARRELL_E_NO_INPUT);
  gives("run-nowhere", run("plan", data, SETTINGS({"replicates", "100"}, {"seed", "7"}, {"run", "/dev/null/run"}), NULL),
        FARRELL_E_CANNOT_CREATE);
  gives("store-absent", farrell_run_store(absent, garbage, sizeof garbage), FARRELL_E_NO_INPUT);
  gives("plan", run("plan", data, SETTINGS({"replicates", "100"}, {"seed", "7"}, {"run", path}), &job), FARRELL_OK);
  gives("plan-document", farrell_result_document(job, "plan", &bytes, &length), FARRELL_OK);
  holds("plan-is-json", bytes && length > 1 && bytes[0] == '{');
  farrell_job_free(job);
  gives("store-garbage", farrell_run_store(path, garbage, sizeof garbage), FARRELL_E_DATA);
  gives("store-null", farrell_run_store(path, NULL, 8), FARRELL_E_ARGUMENT);
  gives("store-null-folder", farrell_run_store(NULL, garbage, sizeof garbage), FARRELL_E_ARGUMENT);

  gives("draw", run("draw", data, SETTINGS({"replicates", "100"}, {"seed", "7"}, {"shards", "0"}), &job), FARRELL_OK);
  bytes = NULL;
  gives("shard", farrell_result_document(job, "shard/0", &bytes, &length), FARRELL_OK);
  if (bytes) {
    char *damaged = malloc(length);
    if (damaged) memcpy(damaged, bytes, length);
    if (damaged) damaged[length / 2] ^= 1;
    gives("store-damaged", farrell_run_store(path, damaged, length), FARRELL_E_DATA);
    gives("store-part", farrell_run_store(path, bytes, length / 2), FARRELL_E_DATA);
    free(damaged);
  }
  gives("store", farrell_run_store(path, bytes, length), FARRELL_OK);
  gives("store-again", farrell_run_store(path, bytes, length), FARRELL_OK);
  farrell_job_free(job);
  gives("draw-beyond", run("draw", data, SETTINGS({"replicates", "100"}, {"seed", "7"}, {"shards", "999999"}), NULL),
        FARRELL_E_USAGE);

  /* Drawn in parts and on disk, or at once in memory: the same table, byte for byte. */
  char *whole = NULL;
  size_t whole_length = 0;
  farrell_status status = run("bootstrap", data, SETTINGS({"replicates", "100"}, {"seed", "7"}), &job);
  holds("bootstrap", status == FARRELL_OK || status == FARRELL_INCOMPLETE);
  farrell_table table = {.size = sizeof table};
  char document[160] = "csv/";
  if (farrell_result_table(job, 0, &table) == FARRELL_OK) {
    snprintf(document, sizeof document, "csv/%s", table.name);
    if (farrell_result_document(job, document, &bytes, &whole_length) == FARRELL_OK && (whole = malloc(whole_length)))
      memcpy(whole, bytes, whole_length);
  }
  gives("draws", farrell_result_document(job, "draws.npy", &bytes, &length), FARRELL_OK);
  farrell_job_free(job);
  farrell_status resumed = run("bootstrap", 0, SETTINGS({"run", path}, {"resume", "true"}), &job);
  holds("resume", resumed == status && (status == FARRELL_OK || status == FARRELL_INCOMPLETE));
  holds("resumed-same", whole && farrell_result_document(job, document, &bytes, &length) == FARRELL_OK &&
                            length == whole_length && !memcmp(bytes, whole, length));
  farrell_job_free(job);
  free(whole);
  farrell_data_free(data);
  char command[1200];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  if (system(command) != 0) perror(command);
}

/* ---------------------------------------------------------------------- host */

/* In a child of a process that has used the library: data live on, jobs of the parent do not. */
static int child(farrell_data data, farrell_job parents) {
  alarm(30); /* a child that hangs is ended, and counts as failed */
  if (farrell_job_wait(parents, 0) != FARRELL_E_FORK) return 1;
  if (farrell_job_poll(parents, &(farrell_progress){.size = sizeof(farrell_progress)}) != FARRELL_E_FORK) return 2;
  farrell_column c = {.size = sizeof c};
  if (farrell_result_column(parents, "efficiency", "score", &c) != FARRELL_E_FORK) return 3;
  farrell_data_info info = {.size = sizeof info};
  if (farrell_data_describe(data, &info) != FARRELL_OK || info.observations != ROWS) return 4;
  farrell_job job = 0;
  if (run("efficiency", data, SETTINGS({"rts", "vrs"}), &job) != FARRELL_OK) return 5;
  if (column(job, "score").row_count != ROWS) return 6;
  if (farrell_job_free(job) != FARRELL_OK) return 7;
  farrell_data own = plain();
  return own && run("malmquist", own, NULL, 0, NULL) == FARRELL_OK ? 0 : 8;
}

static void fork_with(const char *name, farrell_data data, farrell_job job) {
  fflush(stdout);
  pid_t process = fork();
  if (process == 0) _exit(child(data, job));
  int end = -1;
  if (process > 0) waitpid(process, &end, 0);
  if (!holds(name, process > 0 && WIFEXITED(end) && WEXITSTATUS(end) == 0))
    printf("  the child ended with %s %d\n", WIFEXITED(end) ? "step" : "signal",
           WIFEXITED(end) ? WEXITSTATUS(end) : WTERMSIG(end));
}

static void check_fork(void) {
  farrell_data data = plain();
  farrell_job job = 0;
  run("efficiency", data, NULL, 0, &job);
  fork_with("fork-after-use", data, job);
  farrell_job busy = long_job(data);
  nap(100);
  fork_with("fork-while-at-work", data, busy);
  holds("parent-after-fork", farrell_job_wait(busy, 0) == FARRELL_RUNNING && column(job, "score").row_count == ROWS);
  farrell_job_free(busy);
  farrell_job_free(job);
  farrell_data_free(data);
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0); /* a crash loses no line */
  static const int signals[] = {SIGINT, SIGTERM, SIGPIPE, SIGSEGV, SIGCHLD};
  struct sigaction before[COUNT(signals)], now;
  char folder[4096], folder_now[4096];
  /* The library is loaded, and none of its functions was called. */
  holds("threads-at-load", thread_count() == 1);
  for (size_t i = 0; i < COUNT(signals); i++) sigaction(signals[i], NULL, before + i);
  int known = getcwd(folder, sizeof folder) != NULL;

  check_library();
  check_errors();
  check_frames();
  check_remarks();
  check_layouts();
  check_requests();
  check_cancelling();
  check_results();
  check_runs();
  check_fork();

  int untouched = 1;
  for (size_t i = 0; i < COUNT(signals); i++) {
    sigaction(signals[i], NULL, &now);
    untouched &= now.sa_handler == before[i].sa_handler;
  }
  holds("signals-left-alone", untouched);
  holds("folder-left-alone", known && getcwd(folder_now, sizeof folder_now) && !strcmp(folder, folder_now));
  printf("%d passed, %d failed\n", passed, failed);
  return failed > 0;
}
