#pragma once

/// Number of processors this process may use, at least 1: those of its affinity mask, or fewer where its
/// control group has a smaller share of processor time.
int farrell_processor_count(void);

/// Processors that the control groups of a process allow by their share of time, rounded up; 0 where
/// they set no limit. `membership` is `/proc/self/cgroup`, `root` where control groups are mounted;
/// versions 1 and 2 are understood.
int farrell_processor_quota(const char *membership, const char *root);

/// Processor seconds used by all threads of this process so far.
double farrell_cpu_seconds(void);

/// Processor seconds used by the calling thread so far.
double farrell_thread_cpu_seconds(void);

/// Seconds on a clock that never goes back, from an unspecified start.
double farrell_wall_seconds(void);

/// Seconds since the start of this process, to the kernel's hundredth of a second; 0 where unknown.
double farrell_process_age_seconds(void);

/// Model name of the processor, or NULL where it cannot be asked. Valid in the calling thread.
const char *farrell_processor_name(void);
