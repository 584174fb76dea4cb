#define _GNU_SOURCE
#include "CPlatform.h"

#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *farrell_kernel_march(void) {
#if defined(__x86_64__)
  return FARRELL_MARCH;
#else
  return "default";
#endif
}

int farrell_processor_runs_kernels(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(FARRELL_MARCH, "x86-64-v2") == 0) return __builtin_cpu_supports("x86-64-v2") != 0;
  if (strcmp(FARRELL_MARCH, "x86-64-v3") == 0) return __builtin_cpu_supports("x86-64-v3") != 0;
  if (strcmp(FARRELL_MARCH, "x86-64-v4") == 0) return __builtin_cpu_supports("x86-64-v4") != 0;
#endif
  return 1;
}

int farrell_processor_count(void) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) {
    return CPU_COUNT(&allowed);
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

double farrell_cpu_seconds(void) {
  struct timespec used;
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0) return 0;
  return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}
