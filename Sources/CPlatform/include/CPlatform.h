#pragma once

/// The `-march` value the kernels were compiled for.
const char *farrell_kernel_march(void);

/// 1 when this processor runs kernels compiled for `farrell_kernel_march()`, 0 when it does not;
/// 1 as well for values that cannot be checked by name, such as `native`.
int farrell_processor_runs_kernels(void);

/// Number of processors this process may use: its affinity mask, at least 1.
int farrell_processor_count(void);

/// Processor seconds used by all threads of this process so far.
double farrell_cpu_seconds(void);

/// Model name of the processor, or NULL where it cannot be asked. Valid in the calling thread.
const char *farrell_processor_name(void);
