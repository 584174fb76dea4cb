/* The handles that sequences share, and what is known of each. */
#include "misuse.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS = 1 << 15 };

static record *records;
static size_t record_count;
static record *slots[2][JOB_SLOTS];
static const uint32_t slot_counts[2] = {DATA_SLOTS, JOB_SLOTS};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void pool_begin(void) {
  if (records == NULL) records = calloc(RECORDS, sizeof *records);
  if (records == NULL) abort();
  memset(records, 0, record_count * sizeof *records);
  record_count = 0;
  memset(slots, 0, sizeof slots);
}

/* The record of a handle; the pool is locked. */
static record *find(kind kind, uint64_t handle) {
  for (size_t i = record_count; i-- > 0;) {
    if (records[i].handle == handle && records[i].kind == kind) return &records[i];
  }
  return NULL;
}

record *pool_add(worker *self, kind kind, uint64_t handle, data_facts data, job_facts job) {
  call which = kind == KIND_DATA ? CALL_CREATE : CALL_SUBMIT;
  if (handle == 0) {
    violate(self, which, "OK, and the handle is 0");
    return NULL;
  }
  pthread_mutex_lock(&lock);
  bool is_known = find(KIND_DATA, handle) != NULL || find(KIND_JOB, handle) != NULL;
  if (record_count == RECORDS) abort();
  record *added = &records[record_count++];
  added->handle = handle;
  added->kind = kind;
  added->data = data;
  added->job = job;
  atomic_init(&added->outcome, NOT_ENDED);
  record **slot = &slots[kind][below(&self->random, slot_counts[kind])];
  record *before = *slot;
  *slot = added;
  pthread_mutex_unlock(&lock);
  if (is_known)
    violate(self, which, "handle %#llx was given out before", (unsigned long long)handle);
  if (before == NULL) return added;
  // Mostly freed, so that work does not pile up; some are left for the end of the epoch.
  if (chance(&self->random, 85)) {
    note(self, "makes room");
    if (kind == KIND_DATA) free_data(self, aim_at(before));
    else free_job(self, aim_at(before));
  }
  return added;
}

aim aim_at(record *record) {
  aim aim = {record->handle, record, false};
  // Relaxed, so that the test itself puts no order between the threads.
  aim.was_freed = atomic_load_explicit(&record->is_freed, memory_order_relaxed) != 0;
  return aim;
}

static aim stranger(uint64_t handle) {
  aim aim = {handle, NULL, true};
  return aim;
}

static aim aim_at_slot(worker *self, kind kind) {
  uint32_t first = below(&self->random, slot_counts[kind]);
  for (uint32_t i = 0; i < slot_counts[kind]; i++) {
    record *found = slots[kind][(first + i) % slot_counts[kind]];
    if (found != NULL) return aim_at(found);
  }
  return stranger(0);
}

aim take_aim(worker *self, kind kind) {
  uint32_t choice = self->is_clean ? 0 : below(&self->random, 100);
  pthread_mutex_lock(&lock);
  aim found = stranger(0);
  const char *what = "";
  if (choice < 80) {
    found = aim_at_slot(self, kind);
  } else if (choice < 89) {
    // Any of the epoch: most are freed.
    what = "any earlier handle";
    if (record_count > 0) {
      record *any = &records[below(&self->random, (uint32_t)record_count)];
      if (any->kind == kind) found = aim_at(any);
      else found = stranger(any->handle), what = "a handle of the other kind";
    }
  } else if (choice < 93) {
    what = "a handle of the other kind";
    found = stranger(aim_at_slot(self, kind == KIND_DATA ? KIND_JOB : KIND_DATA).handle);
  } else if (choice < 96) {
    what = "a random handle";
    found = stranger(next_number(&self->random));
  } else if (choice < 98) {
    what = "a handle with one bit changed";
    found = stranger(aim_at_slot(self, kind).handle ^ (uint64_t)1 << below(&self->random, 64));
    // Another thread may just have been given that one.
    if (self->options->thread_count > 1) found.handle = next_number(&self->random);
  } else {
    what = "no handle";
  }
  if (found.record == NULL) {
    record *hit = find(kind, found.handle);
    if (hit != NULL) found = aim_at(hit);
  }
  pthread_mutex_unlock(&lock);
  note(self, "%s%#llx", what, (unsigned long long)found.handle);
  return found;
}

void leave_with(worker *self, call which, farrell_status status, statuses allowed, aim aim) {
  statuses others = allowed & ~(statuses)(S_OK | S_RUNNING | S_INCOMPLETE);
  if (aim.record == NULL || aim.was_freed) {
    // A call with two faults may answer either.
    statuses faults = others & (S_ARGUMENT | S_ABI | S_MEMORY);
    leave(self, which, status, faults | S_HANDLE);
    return;
  }
  bool is_being_freed =
      atomic_load_explicit(&aim.record->is_being_freed, memory_order_relaxed) != 0;
  leave(self, which, status, is_being_freed ? allowed | S_HANDLE : allowed);
}

/* Waits for those who read what belongs to a record; whether this thread is the first to free it. */
static bool begin_freeing(record *record) {
  bool is_first = !atomic_exchange(&record->is_being_freed, 1);
  if (!is_first) atomic_store(&record->is_contested, 1);
  while (atomic_load(&record->reader_count) > 0) sched_yield();
  return is_first;
}

/* Reads again what belongs to a record. */
static void check_held(worker *self, call which, const record *record) {
  for (int i = 0; i < HELD; i++) {
    const held *held = &record->held[i];
    if (held->bytes != NULL && read_all(held->bytes, held->length) != held->sum) {
      violate(self, which, "what was read before has changed");
    }
  }
}

static void free_handle(worker *self, call which, aim aim) {
  record *record = aim.was_freed ? NULL : aim.record;
  bool is_first = record != NULL && begin_freeing(record);
  if (record != NULL && self->options->thread_count == 1) check_held(self, which, record);
  enter(self, which);
  farrell_status status =
      which == CALL_DATA_FREE ? farrell_data_free(aim.handle) : farrell_job_free(aim.handle);
  if (record == NULL) {
    leave(self, which, status, S_HANDLE);
    return;
  }
  if (status == FARRELL_OK) {
    if (atomic_fetch_add(&record->free_count, 1) > 0)
      violate(self, which, "freed twice, both times OK");
    atomic_store_explicit(&record->is_freed, 1, memory_order_relaxed);
  }
  // Where two threads free at once, one of them is told so.
  bool may_be_late = !is_first || atomic_load(&record->is_contested);
  leave(self, which, status, may_be_late ? S_OK | S_HANDLE : S_OK);
}

void free_data(worker *self, aim aim) { free_handle(self, CALL_DATA_FREE, aim); }

void free_job(worker *self, aim aim) { free_handle(self, CALL_JOB_FREE, aim); }

bool begin_reading(record *record) {
  atomic_fetch_add(&record->reader_count, 1);
  if (!atomic_load(&record->is_being_freed)) return true;
  done_reading(record);
  return false;
}

void done_reading(record *record) { atomic_fetch_sub(&record->reader_count, 1); }

void keep(worker *self, call which, record *record, const void *bytes, size_t length) {
  uint64_t sum = read_all(bytes, length);
  if (self->options->thread_count > 1) return;
  check_held(self, which, record);
  record->held[below(&self->random, HELD)] = (held){bytes, length, sum};
}

void pool_end(worker *self) {
  for (size_t i = 0; i < record_count; i++) {
    record *left = &records[i];
    aim aim = aim_at(left);
    note(self, "end of the epoch, %#llx", (unsigned long long)left->handle);
    if (!aim.was_freed) {
      if (left->kind == KIND_DATA) free_data(self, aim);
      else free_job(self, aim);
      aim = aim_at(left);
      if (!aim.was_freed) continue;
    }
    if (left->kind == KIND_DATA) free_data(self, aim);
    else free_job(self, aim);
  }
}

void pool_forget(void) {
  free(records);
  records = NULL;
}
