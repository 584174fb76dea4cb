/*
 * Linked into the shared library in the place of OpenBLAS's function of the same name, which returns
 * the environment variable OPENBLAS_NUM_THREADS.
 *
 * OpenBLAS asks it when it is loaded, and would start a thread for each further processor then. The
 * engine calls it with one thread only, and a host should not get threads for loading a library.
 * The serial build of OpenBLAS is no way out: its buffers are not guarded, and calls from several
 * threads at once give wrong numbers.
 */
int __wrap_openblas_num_threads_env(void);
int __wrap_openblas_num_threads_env(void) { return 1; }
