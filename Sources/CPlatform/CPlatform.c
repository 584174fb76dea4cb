#define _GNU_SOURCE
#include "CPlatform.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

static int allowed_by_affinity(void) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) {
    return CPU_COUNT(&allowed);
  }
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

int farrell_processor_count(void) {
  int allowed = allowed_by_affinity();
  int quota = farrell_processor_quota("/proc/self/cgroup", "/sys/fs/cgroup");
  return quota > 0 && quota < allowed ? quota : allowed;
}

static double seconds(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0) return 0;
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double farrell_cpu_seconds(void) { return seconds(CLOCK_PROCESS_CPUTIME_ID); }

double farrell_thread_cpu_seconds(void) { return seconds(CLOCK_THREAD_CPUTIME_ID); }

double farrell_wall_seconds(void) { return seconds(CLOCK_MONOTONIC); }

double farrell_process_age_seconds(void) {
  FILE *status = fopen("/proc/self/stat", "re");
  if (status == NULL) return 0;
  char text[1024];
  size_t count = fread(text, 1, sizeof text - 1, status);
  fclose(status);
  text[count] = 0;
  // The second field is the name in parentheses, which may hold anything; the start is field 22.
  const char *field = strrchr(text, ')');
  unsigned long long started;
  if (field == NULL ||
      sscanf(field + 1,
             " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu",
             &started) != 1) {
    return 0;
  }
  double age = seconds(CLOCK_BOOTTIME) - (double)started / (double)sysconf(_SC_CLK_TCK);
  return age > 0 ? age : 0;
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
