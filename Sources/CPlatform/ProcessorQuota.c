// The share of processor time that control groups leave to a process.
#define _GNU_SOURCE
#include "CPlatform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 4352 };

/// Microseconds of processor time allowed in each period; 0 where there is no limit.
struct share {
  long long quota, period;
};

/// One number in a file; -1 where there is none.
static long long number_in(const char *directory, const char *name) {
  char path[PATH_SIZE];
  long long value = -1;
  if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path) return -1;
  FILE *file = fopen(path, "re");
  if (file == NULL) return -1;
  if (fscanf(file, "%lld", &value) != 1) value = -1;
  fclose(file);
  return value;
}

/// Limit of one group: `cpu.max` holds "QUOTA PERIOD" or "max PERIOD" (version 2), or there are two files
/// with a quota of -1 for none (version 1).
static struct share share_of(const char *directory) {
  struct share none = {0, 0}, found = {0, 0};
  char path[PATH_SIZE];
  if (snprintf(path, sizeof path, "%s/cpu.max", directory) >= (int)sizeof path) return none;
  FILE *file = fopen(path, "re");
  if (file != NULL) {
    int count = fscanf(file, "%lld %lld", &found.quota, &found.period);
    fclose(file);
    return count == 2 ? found : none;
  }
  found.quota = number_in(directory, "cpu.cfs_quota_us");
  found.period = number_in(directory, "cpu.cfs_period_us");
  return found;
}

/// Smallest number of whole processors among a group and those above it, up to `mount`.
static int smallest_share(char *directory, size_t mount_length, int smallest) {
  while (1) {
    struct share share = share_of(directory);
    if (share.quota > 0 && share.period > 0) {
      long long processors = (share.quota - 1) / share.period + 1;
      if (smallest == 0 || processors < smallest) smallest = (int)processors;
    }
    char *slash = strrchr(directory, '/');
    if (slash == NULL || slash < directory + mount_length) return smallest;
    *slash = 0;
  }
}

/// Whether a list of controllers between commas names that of processor time.
static int lists_cpu(const char *controllers) {
  for (const char *name = controllers; name != NULL; name = strchr(name, ',')) {
    if (*name == ',') name++;
    if (strncmp(name, "cpu", 3) == 0 && (name[3] == ',' || name[3] == 0)) return 1;
  }
  return 0;
}

int farrell_processor_quota(const char *membership, const char *root) {
  FILE *file = fopen(membership, "re");
  if (file == NULL) return 0;
  char line[PATH_SIZE];
  int smallest = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    // "0::/group" in version 2, "7:cpu,cpuacct:/group" in version 1.
    char *controllers = strchr(line, ':');
    char *group = controllers == NULL ? NULL : strchr(controllers + 1, ':');
    if (group == NULL) continue;
    *group++ = 0;
    group[strcspn(group, "\n")] = 0;
    controllers++;
    int is_unified = *controllers == 0;
    if (!is_unified && !lists_cpu(controllers)) continue;
    char directory[2 * PATH_SIZE];
    const char *controller = is_unified ? "" : "/cpu";
    int length = snprintf(directory, sizeof directory, "%s%s%s", root, controller, group);
    if (length < 0 || length >= (int)sizeof directory) continue;
    smallest = smallest_share(directory, strlen(root) + strlen(controller), smallest);
  }
  fclose(file);
  return smallest;
}
