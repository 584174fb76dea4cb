/* Parts of the misuse test: see ../misuse.c. */
#ifndef MISUSE_H
#define MISUSE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "farrell.h"

/* ---------------------------------------------------------------------- random numbers */

/* SplitMix64: the same numbers on every machine, so that a seed repeats a sequence. */
typedef struct {
  uint64_t state;
} generator;

uint64_t next_number(generator *random);
/* A number from 0 to count - 1; count is above 0. */
uint32_t below(generator *random, uint32_t count);
/* Whether an event of so many in a hundred happens. */
bool chance(generator *random, uint32_t percent);
/* From 0 to 1. */
double uniform(generator *random);
/* A generator of its own for each sequence, whatever ran before. */
generator generator_of(uint64_t seed, uint64_t sequence);

/* ---------------------------------------------------------------------- memory of one call */

enum { ARENA_BLOCKS = 256 };

/* Blocks of exactly the size asked for, so that a read behind one is seen by a sanitizer. */
typedef struct {
  void *blocks[ARENA_BLOCKS];
  size_t sizes[ARENA_BLOCKS];
  size_t count;
} arena;

void *arena_take(arena *memory, size_t size);
/* A copy of a text, with its 0 and nothing behind. */
char *arena_text(arena *memory, const char *text);
/* Overwrites and frees all blocks: whoever kept a pointer to one is found. */
void arena_clear(arena *memory);

/* ---------------------------------------------------------------------- what a call may return */

/* One bit for each status. */
typedef uint32_t statuses;

enum {
  S_OK = 1 << 0,
  S_RUNNING = 1 << 1,
  S_INCOMPLETE = 1 << 2,
  S_USAGE = 1 << 3,
  S_DATA = 1 << 4,
  S_NO_INPUT = 1 << 5,
  S_INTERNAL = 1 << 6,
  S_CANNOT_CREATE = 1 << 7,
  S_IO = 1 << 8,
  S_RESUMABLE = 1 << 9,
  S_CANCELLED = 1 << 10,
  S_ARGUMENT = 1 << 11,
  S_ABI = 1 << 12,
  S_HANDLE = 1 << 13,
  S_STATE = 1 << 14,
  S_NAME = 1 << 15,
  S_MEMORY = 1 << 16,
  S_FORK = 1 << 17,
  STATUS_COUNT = 18
};

typedef enum {
  CALL_VERSIONS,
  CALL_LAST_ERROR,
  CALL_CREATE,
  CALL_DESCRIBE,
  CALL_WARNING,
  CALL_DATA_FREE,
  CALL_SUBMIT,
  CALL_POLL,
  CALL_WAIT,
  CALL_CANCEL,
  CALL_JOB_FREE,
  CALL_TABLE,
  CALL_COLUMN_AT,
  CALL_COLUMN,
  CALL_DOCUMENT,
  CALL_STORE,
  CALL_COUNT
} call;

extern const char *const call_names[CALL_COUNT];

/* The bit of a status; 0 where it is none of the header. */
statuses status_bit(farrell_status status);
const char *status_name(farrell_status status);
/* The status of a bit, counted from 0. */
farrell_status status_at(int index);

/* ---------------------------------------------------------------------- who calls */

enum { WORKERS = 64 };

/* Where a worker is; in memory that the supervisor reads when the process has died. */
typedef struct {
  volatile uint64_t sequence;
  volatile uint64_t calls;
  volatile int32_t call;
  volatile int32_t is_in_library;
  char note[160];
} place;

typedef struct {
  uint64_t seed;
  uint64_t first;             /* number of the first sequence */
  uint64_t sequence_count;
  uint32_t thread_count;
  bool has_trace;
} options;

/* One thread that calls the library. */
typedef struct {
  const options *options;
  uint32_t number;
  generator random;
  uint64_t sequence;
  bool is_clean;              /* this sequence makes no mistake */
  arena memory;
  place *place;
  char note[160];             /* what is special about the call */
  uint64_t counts[CALL_COUNT][STATUS_COUNT];
  uint64_t call_count;
  uint64_t violation_count;
} worker;

/* Sets the note on the next call. */
void note(worker *self, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds to the note. */
void note_more(worker *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says that the library is about to be called, for the supervisor. */
void enter(worker *self, call which);
/* Counts what came back, and sees that it is allowed, and that a failure has a text. */
void leave(worker *self, call which, farrell_status status, statuses allowed);
/* Reports a violation that is not one of status. */
void violate(worker *self, call which, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether bytes are UTF-8, in the shortest form and without surrogates. */
bool is_utf8(const char *bytes, size_t length);
/* Reads every byte, so that a sanitizer sees those that are not there. */
uint64_t read_all(const void *bytes, size_t length);

void last_error(worker *self);
void versions(worker *self);

/* ---------------------------------------------------------------------- handles */

typedef enum { KIND_DATA, KIND_JOB } kind;

/* What is known of data. */
typedef struct {
  uint64_t rows, units, periods;
  uint32_t input_count, output_count, price_count;
  bool has_time;
  bool is_balanced;           /* every unit in every period */
  bool is_ordinary;           /* positive numbers of like size */
  bool is_counted;            /* rows, units and periods are exact */
} data_facts;

/* What is known of a job. */
typedef struct {
  statuses outcomes;          /* what it may come to, unless cancelled */
  bool has_report;            /* of a command with tables and documents that people read */
} job_facts;

enum { NOT_ENDED = INT32_MAX, HELD = 4 };

/* Bytes of the library, to be read again later. */
typedef struct {
  const void *bytes;
  size_t length;
  uint64_t sum;
} held;

/* A handle that the library gave out, kept after it was freed. */
typedef struct {
  uint64_t handle;
  kind kind;
  data_facts data;
  job_facts job;
  _Atomic int is_being_freed;
  _Atomic int is_freed;
  _Atomic int is_contested;   /* two threads free it */
  _Atomic int free_count;     /* times that this was answered with OK */
  _Atomic int reader_count;   /* threads that read what belongs to the handle */
  _Atomic int is_cancelled;
  _Atomic int outcome;        /* a status, or NOT_ENDED */
  _Atomic int state;          /* the last seen, with one thread */
  held held[HELD];            /* with one thread */
} record;

enum { DATA_SLOTS = 6, JOB_SLOTS = 12 };

/* Begins an epoch: no handles. */
void pool_begin(void);
/* Ends one: frees what is left, and asks for it again. */
void pool_end(worker *self);
/* Frees the memory of the pool itself. */
void pool_forget(void);
/* Takes in a new handle. What lay in its place is freed, or forgotten until the end of the epoch. */
record *pool_add(worker *self, kind kind, uint64_t handle, data_facts data, job_facts job);

/* A handle to call with. */
typedef struct {
  uint64_t handle;
  record *record;             /* null for one that was never given out as this kind */
  bool was_freed;             /* before the call */
} aim;

/* Any handle, mostly a good one. */
aim take_aim(worker *self, kind kind);
/* The handle of a record. */
aim aim_at(record *record);
/* Like leave, for a call with a handle: adds and demands FARRELL_E_HANDLE as what became of it says. */
void leave_with(worker *self, call which, farrell_status status, statuses allowed, aim aim);

/* Frees what an aim points at. */
void free_data(worker *self, aim aim);
void free_job(worker *self, aim aim);

/* Whether what belongs to a record may be read now; ended by done_reading. */
bool begin_reading(record *record);
void done_reading(record *record);
/* Remembers bytes of the library, and looks whether earlier ones are still what they were. */
void keep(worker *self, call which, record *record, const void *bytes, size_t length);

/* ---------------------------------------------------------------------- calls */

void create_data(worker *self);
void describe_data(worker *self);
void read_warning(worker *self);

void submit_job(worker *self);
void poll_job(worker *self);
void wait_job(worker *self);
void cancel_job(worker *self);

void find_table(worker *self);
void find_column_at(worker *self);
void find_column(worker *self);
void find_document(worker *self);
/* All tables, columns and documents of a job. */
void read_everything(worker *self);

void store_shard(worker *self);
/* A whole run on disk, every call of which must succeed. */
void whole_run(worker *self);
/* Handles in a process that was forked, while this one goes on; with one thread. */
void forked(worker *self);

/* A frame to be created, and what it may be answered with. */
typedef struct {
  farrell_frame *frame;       /* may be null */
  statuses faults;            /* what the certain faults allow */
  statuses doubts;            /* what those allow that the header leaves open */
  data_facts facts;
} draft;

draft draft_frame(worker *self);
/* Puts a fault into a frame. */
void spoil_frame(worker *self, draft *draft);
/* Writes a number into a series, as its type says. */
void write_value(const farrell_series *series, size_t row, double value);

/* A size that is not that of a struct. */
size_t wrong_size(worker *self, size_t right);
/* A block that a struct of a wrong size lies in, filled with garbage behind it. */
void *struct_block(worker *self, size_t right, size_t size);
/* Text that is not UTF-8. */
const char *broken_text(worker *self);

/* A settled wait: until the job has ended. */
farrell_status wait_to_end(worker *self, aim aim, statuses allowed);

int soak(worker *self, double seconds);

#endif
