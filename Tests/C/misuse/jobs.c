/* Calls with jobs: waiting, looking, stopping. */
#include "misuse.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* What waiting for a job may return besides FARRELL_RUNNING. */
static statuses outcomes_now(const record *record) {
  int known = atomic_load(&record->outcome);
  if (known != NOT_ENDED) return status_bit(known);
  statuses allowed = record->job.outcomes;
  // Who frees a job cancels it first.
  if (atomic_load(&record->is_cancelled) || atomic_load(&record->is_being_freed))
    allowed |= S_CANCELLED;
  return allowed;
}

/* Remembers what a job came to; it can come to one thing only. */
static void settle(worker *self, aim aim, farrell_status status) {
  if (aim.record == NULL || status == FARRELL_RUNNING) return;
  if (status == FARRELL_E_HANDLE || !(status_bit(status) & ~(statuses)(S_ARGUMENT | S_ABI))) return;
  int expected = NOT_ENDED;
  if (atomic_load(&aim.record->is_being_freed)) return;
  if (!atomic_compare_exchange_strong(&aim.record->outcome, &expected, status) &&
      expected != status) {
    violate(
        self, CALL_WAIT, "found %s; expected %s as before", status_name(status),
        status_name(expected));
  }
}

static farrell_status wait_for(worker *self, aim aim, int64_t milliseconds) {
  note_more(self, ", %lld ms", (long long)milliseconds);
  int known = aim.record != NULL ? atomic_load(&aim.record->outcome) : NOT_ENDED;
  enter(self, CALL_WAIT);
  farrell_status status = farrell_job_wait(aim.handle, milliseconds);
  statuses allowed = 0;
  if (aim.record != NULL) {
    allowed = known != NOT_ENDED ? status_bit(known) : outcomes_now(aim.record);
    if (known == NOT_ENDED && milliseconds >= 0 && milliseconds < INT64_MAX) allowed |= S_RUNNING;
  }
  leave_with(self, CALL_WAIT, status, allowed, aim);
  settle(self, aim, status);
  return status;
}

void wait_job(worker *self) {
  static const int64_t times[] = {0, 0, 0, 0, 1, 2, -1, -1, -1, INT64_MIN, INT64_MAX, -1000};
  wait_for(self, take_aim(self, KIND_JOB), times[below(&self->random, 12)]);
}

farrell_status wait_to_end(worker *self, aim aim, statuses allowed) {
  note_more(self, " to the end");
  enter(self, CALL_WAIT);
  farrell_status status = farrell_job_wait(aim.handle, -1);
  leave_with(self, CALL_WAIT, status, allowed, aim);
  settle(self, aim, status);
  return status;
}

static int32_t state_of(farrell_status outcome) {
  if (outcome == FARRELL_OK || outcome == FARRELL_INCOMPLETE) return FARRELL_DONE;
  return outcome == FARRELL_E_CANCELLED ? FARRELL_CANCELLED : FARRELL_FAILED;
}

static void check_progress(
    worker *self, record *record, const farrell_progress *progress, int known) {
  if (progress->state < FARRELL_QUEUED || progress->state > FARRELL_CANCELLED) {
    violate(self, CALL_POLL, "state %d", (int)progress->state);
    return;
  }
  if (known != NOT_ENDED && progress->state != state_of(known)) {
    violate(
        self, CALL_POLL, "state %d of a job that came to %s", (int)progress->state,
        status_name(known));
  }
  if (!(progress->elapsed_seconds >= 0) || !isfinite(progress->elapsed_seconds)) {
    violate(self, CALL_POLL, "%g seconds", progress->elapsed_seconds);
  }
  if (progress->done > progress->total) {
    violate(
        self, CALL_POLL, "%llu done of %llu", (unsigned long long)progress->done,
        (unsigned long long)progress->total);
  }
  size_t length = strnlen(progress->step, sizeof progress->step);
  if (length == sizeof progress->step || !is_utf8(progress->step, length))
    violate(self, CALL_POLL, "a step without end");
  if (self->options->thread_count > 1) return;
  int before = atomic_load(&record->state);
  bool goes_back =
      progress->state < before || (before >= FARRELL_DONE && progress->state != before);
  if (goes_back) violate(self, CALL_POLL, "state %d after state %d", (int)progress->state, before);
  atomic_store(&record->state, progress->state);
}

void poll_job(worker *self) {
  aim aim = take_aim(self, KIND_JOB);
  generator *random = &self->random;
  statuses faults = 0;
  size_t size = sizeof(farrell_progress);
  if (!self->is_clean && chance(random, 15)) {
    size = wrong_size(self, size);
    note_more(self, ", size %zu", size);
    faults = S_ABI;
  }
  farrell_progress *progress = arena_take(&self->memory, sizeof *progress + 64);
  progress->size = size;
  bool has_place = self->is_clean || !chance(random, 4);
  if (!has_place) faults |= S_ARGUMENT;
  int known = aim.record != NULL ? atomic_load(&aim.record->outcome) : NOT_ENDED;
  enter(self, CALL_POLL);
  farrell_status status = farrell_job_poll(aim.handle, has_place ? progress : NULL);
  leave_with(self, CALL_POLL, status, faults != 0 ? faults : S_OK, aim);
  const unsigned char *behind = (const unsigned char *)(progress + 1);
  for (size_t i = 0; i < 64; i++) {
    if (behind[i] != 0xa5) {
      violate(self, CALL_POLL, "bytes behind the struct are written");
      break;
    }
  }
  if (status == FARRELL_OK && aim.record != NULL && faults == 0)
    check_progress(self, aim.record, progress, known);
}

void cancel_job(worker *self) {
  aim aim = take_aim(self, KIND_JOB);
  if (aim.record != NULL) atomic_store(&aim.record->is_cancelled, 1);
  enter(self, CALL_CANCEL);
  farrell_status status = farrell_job_cancel(aim.handle);
  leave_with(self, CALL_CANCEL, status, S_OK, aim);
}
