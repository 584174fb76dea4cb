#pragma once

/// Number of processors this process may use: its affinity mask, at least 1.
int farrell_processor_count(void);

/// Processor seconds used by all threads of this process so far.
double farrell_cpu_seconds(void);

/// Model name of the processor, or NULL where it cannot be asked. Valid in the calling thread.
const char *farrell_processor_name(void);
