#define _GNU_SOURCE
#include "CPlatform.h"

#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

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

const char *farrell_processor_name(void) {
#if defined(__x86_64__)
  static _Thread_local char name[49];
  unsigned int part[12];
  for (unsigned int leaf = 0; leaf < 3; leaf++) {
    unsigned int *p = part + 4 * leaf;
    if (!__get_cpuid(0x80000002u + leaf, p, p + 1, p + 2, p + 3)) return NULL;
  }
  memcpy(name, part, 48);
  name[48] = 0;
  return name;
#else
  return NULL;
#endif
}
