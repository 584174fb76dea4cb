/*
 * Farrell: data envelopment analysis, the Malmquist index and the bias of technical change.
 *
 * The C interface, version 1. Data go in as columns, work is a job, results come out as columns:
 *
 *   farrell_data data;
 *   farrell_job job;
 *   farrell_data_create(&frame, &data);
 *   farrell_job_submit(&request, &job);
 *   while (farrell_job_wait(job, 100) == FARRELL_RUNNING) { ... farrell_job_poll ... }
 *   farrell_result_column(job, "efficiency", "score", &column);
 *   farrell_job_free(job);
 *   farrell_data_free(data);
 *
 * Rules that hold everywhere:
 * - Every function may be called from any thread at any time. No function calls back.
 * - Every function that can fail returns a farrell_status; farrell_last_error then has one line of text for
 *   the calling thread.
 * - A struct begins with its size: set it to sizeof, so that the struct can grow.
 * - Handles are numbers. One that was freed, or never was one, is answered with FARRELL_E_HANDLE.
 * - Texts are UTF-8. What goes in is copied before the function returns. What comes out belongs to the
 *   library and lives until the handle that it came from is freed.
 * - After fork, the child may use data that the parent made; its jobs run on the thread that submits them.
 *   A job of the parent is answered with FARRELL_E_FORK, and can be freed.
 * - Threads of the host's BLAS, the state of its floating-point unit, its signals and its working directory
 *   are left as they are.
 */
#ifndef FARRELL_H
#define FARRELL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when a program that was compiled for an earlier version would go wrong. */
#define FARRELL_ABI_VERSION 1

/* ---------------------------------------------------------------------- status */

/* What a function came to. Those above 63 are the exit codes of the command `farrell`. */
typedef int32_t farrell_status;

enum {
  FARRELL_OK = 0,
  FARRELL_RUNNING = 1,        /* the job has not ended yet */
  FARRELL_INCOMPLETE = 3,     /* the job ended, and some programs failed or some values are not certified */
  FARRELL_E_USAGE = 64,       /* settings that contradict themselves or the data */
  FARRELL_E_DATA = 65,        /* data that cannot be used */
  FARRELL_E_NO_INPUT = 66,    /* no such run */
  FARRELL_E_INTERNAL = 70,    /* a defect of this library */
  FARRELL_E_CANNOT_CREATE = 73, /* a file or directory cannot be made */
  FARRELL_E_IO = 74,          /* reading or writing stopped half way */
  FARRELL_E_RESUMABLE = 75,   /* a run on disk lacks shards */
  FARRELL_E_CANCELLED = 130,  /* the job was cancelled */
  FARRELL_E_ARGUMENT = -1,    /* a null pointer, a size or stride that cannot be, text that is not UTF-8 */
  FARRELL_E_ABI = -2,         /* the size of a struct is that of no version */
  FARRELL_E_HANDLE = -3,      /* freed, never given out, or of another copy of the library */
  FARRELL_E_STATE = -4,       /* a result before there is one */
  FARRELL_E_NAME = -5,        /* no such table, column or document */
  FARRELL_E_MEMORY = -6,      /* not enough memory */
  FARRELL_E_FORK = -7         /* a job of the process that this one was forked from */
};

/* The version of this interface that the library has. */
uint32_t farrell_abi_version(void);

/* The version of the engine, such as "0.1.0". */
const char *farrell_version(void);

/* Processors that this process may use now, by its affinity mask and the quota of its control group. */
int32_t farrell_processors(void);

/*
 * The text of the calling thread's last failure, ended by 0; "" where no call failed.
 *
 *   buffer    where it goes; may be null where capacity is 0
 *   capacity  bytes there; a longer text is cut between two characters, as is one of more than 2047 bytes
 *   length    bytes of the whole text without the 0; may be null
 */
farrell_status farrell_last_error(char *buffer, size_t capacity, size_t *length);

/* ---------------------------------------------------------------------- data */

/* Data that jobs read: N observations of units over periods. 0 is no data. */
typedef uint64_t farrell_data;

/* Type of the values of a series. */
enum {
  FARRELL_FLOAT64 = 1,
  FARRELL_FLOAT32 = 2,
  FARRELL_INT64 = 3,
  FARRELL_INT32 = 4
};

/* What a series is to the technology. */
enum {
  FARRELL_INPUT = 1,
  FARRELL_OUTPUT = 2,
  FARRELL_PRICE = 3           /* of an input, named by the setting "prices" */
};

/* A column of numbers. */
typedef struct farrell_series {
  size_t size;
  const char *name;
  int32_t role;
  int32_t type;
  const void *values;         /* the first; none need be aligned */
  ptrdiff_t stride;           /* bytes from one row to the next, at least the size of a value either way */
} farrell_series;

/* A column of names: numbers of labels, as in a factor of R, a categorical or a dictionary array. */
typedef struct farrell_labels {
  size_t size;
  const char *name;
  const int32_t *codes;       /* one for each row */
  ptrdiff_t stride;           /* bytes from one row to the next */
  int32_t base;               /* code of the first label, 0 or 1 */
  const char *const *labels;  /* names; those that no row has are left out */
  size_t label_count;
} farrell_labels;

/* A table of N rows. */
typedef struct farrell_frame {
  size_t size;
  const char *name;           /* in messages; null for "data" */
  size_t row_count;
  const farrell_labels *unit;
  const farrell_labels *time; /* null for data without periods */
  const farrell_series *series; /* inputs and outputs in their order, prices anywhere */
  size_t series_count;
  const char *zeros;          /* "reject", "allow" or "floor:VALUE"; null for "reject" */
  const char *missing;        /* rows with a NaN: "reject", "drop-row" or "drop-unit"; null for "reject" */
} farrell_frame;

/* What became of a frame. */
typedef struct farrell_data_info {
  size_t size;
  uint64_t observations;
  uint64_t units;
  uint64_t periods;
  uint64_t dropped_rows;      /* left out for a missing number */
  uint64_t floored_values;    /* raised to the floor */
  uint64_t rounded_numbers;   /* whole numbers above 2^53 */
  uint64_t warnings;          /* lines of farrell_data_warning */
} farrell_data_info;

/*
 * Copies a frame into data.
 *
 * Periods whose names are numbers or dates are put in order by them; others keep the order of their first
 * rows, with a warning. Every number must be finite and not negative, every unit at most once in a period, and
 * every name without control characters.
 *
 *   FARRELL_E_ARGUMENT, FARRELL_E_ABI   the struct cannot be read
 *   FARRELL_E_USAGE, FARRELL_E_DATA     it can, and its contents cannot be used; the text names row and column
 *   FARRELL_E_MEMORY                    N x (p + q) numbers do not fit
 */
farrell_status farrell_data_create(const farrell_frame *frame, farrell_data *data);

/* Sizes of some data, and what was accepted with a remark. */
farrell_status farrell_data_describe(farrell_data data, farrell_data_info *info);

/* A remark on the data, counted from 0. */
farrell_status farrell_data_warning(farrell_data data, uint64_t index, const char **text);

/* Frees data; jobs that were submitted with them go on. */
farrell_status farrell_data_free(farrell_data data);

/* ---------------------------------------------------------------------- jobs */

/* Work on some data. 0 is no job. */
typedef uint64_t farrell_job;

/* A setting as the command takes it: "rts" and "vrs" for --rts vrs. A list repeats the name, one entry each; commas
 * and quotes within an entry have a meaning in the lists of units of "subset" only, where quotes go around a name
 * with a comma or a quote, which is doubled. */
typedef struct farrell_setting {
  const char *name;           /* words between - or _ */
  const char *value;
} farrell_setting;

/*
 * What is to be done.
 *
 * Commands are those of the program, with its settings: "efficiency", "malmquist", "bootstrap". Two more are
 * for the parts of a bootstrap that is drawn in several places: "plan" says which shards there are, and begins
 * the run that the setting "run" names, or looks at it with "resume"; "draw" draws the shards that "shards" lists,
 * one number a setting, each a document "shard/NUMBER", of a run that is there or of data. A bootstrap with the
 * settings "run" and "resume" joins what is there.
 */
typedef struct farrell_request {
  size_t size;
  const char *command;
  farrell_data data;          /* 0 for a run that goes on, which has its own */
  const farrell_setting *settings;
  size_t setting_count;
} farrell_request;

enum {
  FARRELL_QUEUED = 0,
  FARRELL_AT_WORK = 1,
  FARRELL_DONE = 2,           /* with results, complete or not */
  FARRELL_FAILED = 3,
  FARRELL_CANCELLED = 4
};

/* How far a job is. */
typedef struct farrell_progress {
  size_t size;
  int32_t state;
  int32_t reserved;
  uint64_t done;              /* of this step */
  uint64_t total;
  double elapsed_seconds;     /* since the job began to work, until it ended */
  char step[32];              /* such as "replicates" */
} farrell_progress;

/*
 * Hands over work, and returns at once. As many jobs are at work as there are processors; the others wait in
 * the order they came. What is wrong with a request is said by farrell_job_wait.
 */
farrell_status farrell_job_submit(const farrell_request *request, farrell_job *job);

/* How far a job is. */
farrell_status farrell_job_poll(farrell_job job, farrell_progress *progress);

/*
 * Waits for a job.
 *
 *   milliseconds  at most so long; 0 to look only, below 0 for as long as it takes
 *
 * Returns FARRELL_RUNNING while it has not ended, else what it came to: FARRELL_OK, FARRELL_INCOMPLETE,
 * FARRELL_E_CANCELLED or why it failed. The text is that of farrell_last_error.
 */
farrell_status farrell_job_wait(farrell_job job, int64_t milliseconds);

/* Asks a job to stop; it ends between two items of work, and keeps no results but shards on disk. */
farrell_status farrell_job_cancel(farrell_job job);

/* Frees a job with its results; one that has not ended is cancelled first, and nobody waits for it. */
farrell_status farrell_job_free(farrell_job job);

/* ---------------------------------------------------------------------- results */

/* A table of results. */
typedef struct farrell_table {
  size_t size;
  const char *name;
  uint64_t row_count;
  uint64_t column_count;
  uint64_t key_count;         /* columns on the left that say what a row is about */
} farrell_table;

/* What a column of results holds. */
enum {
  FARRELL_NUMBERS = 1,
  FARRELL_INTEGERS = 2,
  FARRELL_TEXTS = 3
};

/* A column of results; a missing number is NaN, a missing integer 0, a missing text empty. */
typedef struct farrell_column {
  size_t size;
  const char *name;
  int32_t kind;
  int32_t reserved;
  uint64_t row_count;
  uint64_t missing_count;
  const double *numbers;      /* null unless FARRELL_NUMBERS */
  const int64_t *integers;    /* null unless FARRELL_INTEGERS */
  const int64_t *offsets;     /* of texts: row i is bytes[offsets[i]] to bytes[offsets[i + 1]]; else null */
  const char *bytes;          /* not ended by 0 */
  const uint8_t *validity;    /* bit i % 8 of byte i / 8 is 1 where row i is there; null where all are */
} farrell_column;

/* A table, counted from 0. FARRELL_E_NAME after the last. */
farrell_status farrell_result_table(farrell_job job, uint64_t index, farrell_table *table);

/* A column of a table, by position, counted from 0. */
farrell_status farrell_result_column_at(
    farrell_job job, const char *table, uint64_t index, farrell_column *column);

/* A column of a table, by name. */
farrell_status farrell_result_column(
    farrell_job job, const char *table, const char *name, farrell_column *column);

/*
 * A result as one text, or as bytes.
 *
 *   "json"            all tables and what they depend on: what the command prints with --format json
 *   "csv/TABLE"       a table: what the command prints with --table TABLE --format csv
 *   "summary"         the tables that people read: what the command prints
 *   "metadata"        what the results depend on, and counts, as JSON
 *   "remarks"         the lines that the command prints beside its results
 *   "pictures"        names of the pictures, one a line
 *   "svg/PICTURE", "vega/PICTURE"    a picture as SVG, or as Vega-Lite
 *   "draws.npy", "draws.csv"         all replicates of a bootstrap as an array of NumPy, and its columns
 *   "plan"            of a run: its shards, which are missing, and what they cost, as JSON
 *   "shard/NUMBER"    of a job "draw"
 */
farrell_status farrell_result_document(
    farrell_job job, const char *name, const char **bytes, size_t *length);

/* ---------------------------------------------------------------------- runs on disk */

/*
 * Keeps a shard that was drawn elsewhere in the run in a directory. The file appears whole or not at all.
 *
 *   FARRELL_E_DATA   the bytes are no shard of this run
 */
farrell_status farrell_run_store(const char *directory, const void *bytes, size_t length);

#ifdef __cplusplus
}
#endif

#endif
