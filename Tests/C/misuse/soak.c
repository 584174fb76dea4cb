/* The same sound work again and again, while memory must not grow. */
#include "misuse.h"

#include <math.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Memory of this process that is in use, in bytes. */
static double resident_bytes(void) {
  long pages = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return NAN;
  if (fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
  fclose(file);
  return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

/* A part of the epochs of the plain test, without faults: create, submit, wait, read, free. */
static void soak_once(worker *self, uint64_t number) {
  self->sequence = number;
  self->random = generator_of(self->options->seed, number);
  self->is_clean = true;
  pool_begin();
  create_data(self);
  for (int i = 0; i < 4; i++) {
    submit_job(self);
    read_everything(self);
    arena_clear(&self->memory);
  }
  pool_end(self);
}

int soak(worker *self, double seconds) {
  enum { PARTS = 20 };
  double begin = seconds_now(), most = 0, settled = 0, last = 0;
  uint64_t rounds = 0;
  for (int part = 0; part < PARTS; part++) {
    most = 0;
    while (seconds_now() - begin < seconds * (part + 1) / PARTS) {
      soak_once(self, self->options->first + rounds++);
      if (rounds % 16 == 0) most = fmax(most, resident_bytes());
    }
    most = fmax(most, resident_bytes());
    fprintf(
        stderr, "%7.0f s  %9llu rounds  %8.1f MiB resident\n", seconds_now() - begin,
        (unsigned long long)rounds, most / 0x1p20);
    // Pools of threads and allocators fill up for a while.
    if (part >= PARTS / 4 && part < PARTS / 2) settled = fmax(settled, most);
    if (part >= PARTS - 4) last = fmax(last, most);
  }
  double growth = 100 * (last / settled - 1);
  printf(
      "soak: %llu rounds in %.0f s, %.1f MiB after the warm-up, %.1f MiB at the end: %+.2f %%\n",
      (unsigned long long)rounds, seconds, settled / 0x1p20, last / 0x1p20, growth);
  if (growth > 2) {
    printf("error: memory: found growth of %.2f %%; expected at most 2 %%\n", growth);
    return 1;
  }
  return self->violation_count == 0 ? 0 : 1;
}
