/*
 * Calls the C interface in random order with random faults, and sees that each call returns what the
 * header allows: no crash, no hang, no wrong status, no pointer that cannot be read.
 *
 *   misuse [--sequences N] [--seed S] [--threads T] [--from N] [--trace]
 *   misuse --soak SECONDS      sound work only, while memory must not grow
 *
 * A sequence is 1 to 12 calls. Sequences share handles within an epoch; a seed, the number of threads and the
 * first sequence of an epoch repeat it, as far as jobs that end in their own time allow. Built with a sanitizer by
 * scripts/verify/misuse.sh. Exit code 1 on a violation, 2 where the process died or hung.
 */
#include "misuse/misuse.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EPOCH = 200, HANG_SECONDS = 120, DIED = 2 };

extern char **environ;

/* ---------------------------------------------------------------------- sequences */

static void one_call(worker *self) {
  uint32_t choice = below(&self->random, 1000);
  if (choice < 130) create_data(self);
  else if (choice < 170) describe_data(self);
  else if (choice < 200) read_warning(self);
  else if (choice < 230) free_data(self, take_aim(self, KIND_DATA));
  else if (choice < 400) submit_job(self);
  else if (choice < 470) poll_job(self);
  else if (choice < 620) wait_job(self);
  else if (choice < 645) cancel_job(self);
  else if (choice < 685) free_job(self, take_aim(self, KIND_JOB));
  else if (choice < 735) find_table(self);
  else if (choice < 785) find_column_at(self);
  else if (choice < 840) find_column(self);
  else if (choice < 915) find_document(self);
  else if (choice < 930) store_shard(self);
  else if (choice < 970) last_error(self);
  else if (choice < 980) versions(self);
  else read_everything(self);
  arena_clear(&self->memory);
}

static void run_sequence(worker *self, uint64_t number) {
  self->sequence = self->place->sequence = number;
  self->random = generator_of(self->options->seed, number);
  self->is_clean = chance(&self->random, 30);
  if (below(&self->random, 4000) == 0) {
    whole_run(self);
    arena_clear(&self->memory);
  }
  // Sanitizers do not promise to survive a fork of several threads.
  if (self->options->thread_count == 1 && below(&self->random, 4000) == 0) forked(self);
  uint32_t calls = 1 + below(&self->random, 12);
  for (uint32_t i = 0; i < calls; i++) one_call(self);
}

/* The share of a worker in an epoch: every sequence whose number it is, modulo the number of threads. */
typedef struct {
  worker *worker;
  uint64_t from, to;
} share;

static void *run_share(void *argument) {
  share *mine = argument;
  uint32_t step = mine->worker->options->thread_count;
  for (uint64_t number = mine->from + mine->worker->number; number < mine->to; number += step) {
    run_sequence(mine->worker, number);
  }
  return NULL;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
  (void)status, (void)type, (void)place;
  return remove(path);
}

/* Removes the runs of an epoch, so that the next finds none whatever ran before. */
static void clear_runs(void) {
  static const char *const names[] = {
      "run0", "run1", "run2", "pictures", "out.txt", "draws.npy", "draws.npy.columns.csv"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    nftw(names[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
  }
}

static void run_epoch(worker *workers, uint64_t from, uint64_t to) {
  uint32_t count = workers->options->thread_count;
  share shares[WORKERS];
  pthread_t threads[WORKERS];
  pool_begin();
  clear_runs();
  for (uint32_t i = 0; i < count; i++) {
    shares[i] = (share){&workers[i], from, to};
    if (count > 1 && pthread_create(&threads[i], NULL, run_share, &shares[i]) != 0) abort();
  }
  if (count == 1) run_share(&shares[0]);
  for (uint32_t i = 0; count > 1 && i < count; i++) pthread_join(threads[i], NULL);
  pool_end(&workers[0]);
}

static void print_counts(const worker *workers, uint32_t count) {
  for (int which = 0; which < CALL_COUNT; which++) {
    printf("%-20s", call_names[which]);
    for (int i = 0; i < STATUS_COUNT; i++) {
      uint64_t sum = 0;
      for (uint32_t k = 0; k < count; k++) sum += workers[k].counts[which][i];
      if (sum > 0) printf("  %s %llu", status_name(status_at(i)), (unsigned long long)sum);
    }
    printf("\n");
  }
}

static int run_sequences(worker *workers, const options *options) {
  uint64_t end = options->first + options->sequence_count;
  uint64_t length = (uint64_t)EPOCH * options->thread_count;
  for (uint64_t from = options->first; from < end; from += length) {
    run_epoch(workers, from, from + length < end ? from + length : end);
  }
  uint64_t calls = 0, violations = 0;
  for (uint32_t i = 0; i < options->thread_count; i++) {
    calls += workers[i].call_count;
    violations += workers[i].violation_count;
  }
  print_counts(workers, options->thread_count);
  printf(
      "%llu sequences, %llu calls, %llu violations\n", (unsigned long long)options->sequence_count,
      (unsigned long long)calls, (unsigned long long)violations);
  return violations == 0 ? 0 : 1;
}

/* ---------------------------------------------------------------------- supervisor */

/* What the process that calls the library and its supervisor share. */
typedef struct {
  place places[WORKERS];
} board;

static board *map_board(int file) {
  board *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  return shared == MAP_FAILED ? NULL : shared;
}

static void say_where(const board *shared, const options *options) {
  for (uint32_t i = 0; i < options->thread_count; i++) {
    const place *at = &shared->places[i];
    uint64_t epoch = (uint64_t)EPOCH * options->thread_count;
    uint64_t first = options->first + (at->sequence - options->first) / epoch * epoch;
    fprintf(
        stderr, "thread %u: sequence %llu, %s %s [%.*s]\n", i, (unsigned long long)at->sequence,
        at->is_in_library ? "in" : "after", call_names[at->call], (int)sizeof at->note, at->note);
    fprintf(
        stderr, "  again: --seed %llu --threads %u --from %llu --sequences %llu\n",
        (unsigned long long)options->seed, options->thread_count, (unsigned long long)first,
        (unsigned long long)(at->sequence - first + 1));
  }
}

static uint64_t calls_of(const board *shared) {
  uint64_t calls = 0;
  for (int i = 0; i < WORKERS; i++) calls += shared->places[i].calls;
  return calls;
}

/* Waits for the process; what it came to, or DIED. */
static int watch(pid_t process, const board *shared, const options *options) {
  uint64_t calls = 0;
  int idle = 0, status = 0;
  const struct timespec pause = {0, 100 * 1000 * 1000};
  while (waitpid(process, &status, WNOHANG) == 0) {
    nanosleep(&pause, NULL);
    uint64_t now = calls_of(shared);
    idle = now == calls ? idle + 1 : 0;
    calls = now;
    if (idle < HANG_SECONDS * 10) continue;
    fprintf(stderr, "error: no call came back for %d s\n", HANG_SECONDS);
    say_where(shared, options);
    kill(process, SIGKILL);
    waitpid(process, &status, 0);
    return DIED;
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) <= 1) return WEXITSTATUS(status);
  if (WIFSIGNALED(status))
    fprintf(stderr, "error: the process died of signal %d\n", WTERMSIG(status));
  else fprintf(stderr, "error: the process ended with code %d\n", WEXITSTATUS(status));
  say_where(shared, options);
  return DIED;
}

/* Starts this program again, in a temporary directory, as the process that calls the library. */
static int supervise(int count, char **arguments, const options *options) {
  const char *parent = getenv("TMPDIR");
  char directory[1024];
  snprintf(directory, sizeof directory, "%s/farrell-misuse-XXXXXX", parent ? parent : P_tmpdir);
  if (mkdtemp(directory) == NULL) return perror(directory), DIED;
  int file = memfd_create("board", 0);
  if (file < 0 || ftruncate(file, sizeof(board)) != 0) return perror("memfd_create"), DIED;
  board *shared = map_board(file);
  if (shared == NULL) return perror("mmap"), DIED;
  char descriptor[16];
  snprintf(descriptor, sizeof descriptor, "%d", file);
  char **again = calloc((size_t)count + 5, sizeof *again);
  if (again == NULL) return DIED;
  memcpy(again, arguments, (size_t)count * sizeof *again);
  memcpy(
      again + count, (char *[]){"--board", descriptor, "--directory", directory},
      4 * sizeof *again);
  pid_t process;
  int error = posix_spawn(&process, "/proc/self/exe", NULL, NULL, again, environ);
  int result = DIED;
  if (error != 0) fprintf(stderr, "error: posix_spawn: %s\n", strerror(error));
  else result = watch(process, shared, options);
  nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  munmap(shared, sizeof *shared);
  free(again);
  return result;
}

/* ---------------------------------------------------------------------- program */

static void usage(void) {
  fputs(
      "usage: misuse [--sequences N] [--seed S] [--threads T] [--from N] [--trace] [--soak "
      "SECONDS]\n",
      stderr);
  exit(64);
}

static double number_of(const char *text, double least, double most) {
  char *end = NULL;
  double number = text == NULL ? -1 : strtod(text, &end);
  if (text == NULL || end == text || *end != 0 || !(number >= least && number <= most)) usage();
  return number;
}

int main(int count, char **arguments) {
  options options = {1, 0, 10000, 1, false};
  double soak_seconds = 0;
  const char *board_file = NULL, *directory = NULL;
  for (int i = 1; i < count; i++) {
    const char *name = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
    if (strcmp(name, "--trace") == 0) {
      options.has_trace = true;
      continue;
    }
    i += 1;
    if (strcmp(name, "--sequences") == 0)
      options.sequence_count = (uint64_t)number_of(value, 1, 1e15);
    else if (strcmp(name, "--seed") == 0) options.seed = (uint64_t)number_of(value, 0, 1e15);
    else if (strcmp(name, "--threads") == 0)
      options.thread_count = (uint32_t)number_of(value, 1, WORKERS);
    else if (strcmp(name, "--from") == 0) options.first = (uint64_t)number_of(value, 0, 1e15);
    else if (strcmp(name, "--soak") == 0) soak_seconds = number_of(value, 1, 1e6);
    else if (strcmp(name, "--board") == 0) board_file = value;
    else if (strcmp(name, "--directory") == 0) directory = value;
    else usage();
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (board_file == NULL || directory == NULL) return supervise(count, arguments, &options);

  prctl(PR_SET_PDEATHSIG, SIGKILL);
  board *shared = map_board(atoi(board_file));
  if (shared == NULL || chdir(directory) != 0) return perror("misuse"), DIED;
  FILE *file = fopen("file", "w");
  if (file != NULL) fclose(file);
  worker *workers = calloc(options.thread_count, sizeof *workers);
  if (workers == NULL) return DIED;
  for (uint32_t i = 0; i < options.thread_count; i++) {
    workers[i].options = &options;
    workers[i].number = i;
    workers[i].place = &shared->places[i];
  }
  int result =
      soak_seconds > 0 ? soak(&workers[0], soak_seconds) : run_sequences(workers, &options);
  free(workers);
  pool_forget();
  return result;
}
