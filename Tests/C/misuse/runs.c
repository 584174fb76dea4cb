/* Runs on disk, in the temporary directory that the test works in. */
#include "misuse.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void store_shard(worker *self) {
  static const char *const directories[] = {"run0",    "run1",        "run2", "",         ".",
                                            "nowhere", "nowhere/run", "file", "file/run", "/proc"};
  static const size_t lengths[] = {0, 1, 31, 32, 33, 100, 4000};
  generator *random = &self->random;
  statuses allowed = S_DATA | S_NO_INPUT | S_CANNOT_CREATE | S_IO, faults = 0;
  const char *directory = arena_text(&self->memory, directories[below(random, 10)]);
  note(self, "directory %s", directory);
  if (chance(random, 10)) {
    bool is_null = chance(random, 50);
    directory = is_null ? NULL : broken_text(self);
    note(self, "directory %s", is_null ? "null" : "not UTF-8");
    faults |= S_ARGUMENT;
  }
  size_t length = lengths[below(random, 7)];
  unsigned char *bytes = arena_take(&self->memory, length);
  for (size_t i = 0; i < length; i++) bytes[i] = (unsigned char)next_number(random);
  if (chance(random, 50) && length > 40) {
    int written = snprintf(
        (char *)bytes, length, "{\"farrell_shard\":1,\"run\":\"%x\",\"shard\":%d,\"counts\":[[",
        below(random, 9), (int)below(random, 4) - 1);
    if (written > 0 && (size_t)written < length) bytes[written] = '\n';
  }
  uint32_t choice = below(random, 100);
  if (choice < 5) {
    bytes = NULL;
    if (length > 0) faults |= S_ARGUMENT;
    else allowed |= S_ARGUMENT;
    note_more(self, ", no bytes");
  } else if (choice < 10) {
    // More than there can be.
    length = (const size_t[]){SIZE_MAX, (size_t)1 << 63, SIZE_MAX - 1}[below(random, 3)];
    faults |= S_ARGUMENT | S_MEMORY;
  }
  note_more(self, ", %zu bytes", length);
  enter(self, CALL_STORE);
  farrell_status status = farrell_run_store(directory, bytes, length);
  leave(self, CALL_STORE, status, faults != 0 ? faults | allowed : allowed);
}

/* A job of a whole run, awaited; its results must be there. */
static aim run_job(
    worker *self, const char *command, farrell_data data, const farrell_setting *settings,
    size_t count) {
  aim none = {0, NULL, true};
  farrell_request request = {sizeof request, command, data, settings, count};
  farrell_job job = 0;
  note(self, "whole run: %s", command);
  enter(self, CALL_SUBMIT);
  farrell_status status = farrell_job_submit(&request, &job);
  leave(self, CALL_SUBMIT, status, S_OK);
  if (status != FARRELL_OK) return none;
  // Not in the pool, so that no other sequence touches it.
  record *held = calloc(1, sizeof *held);
  if (held == NULL) abort();
  held->handle = job;
  held->kind = KIND_JOB;
  atomic_init(&held->outcome, NOT_ENDED);
  aim aim = aim_at(held);
  wait_to_end(self, aim, S_OK | S_INCOMPLETE);
  return aim;
}

static void end_job(worker *self, aim aim) {
  if (aim.record == NULL) return;
  note(self, "whole run: end");
  free_job(self, aim);
  free(aim.record);
}

/* Whether a document is there, and not empty. */
static bool find_whole(
    worker *self, aim aim, const char *name, const char **bytes, size_t *length) {
  if (aim.record == NULL) return false;
  note(self, "whole run: document %s", name);
  enter(self, CALL_DOCUMENT);
  farrell_status status = farrell_result_document(aim.handle, name, bytes, length);
  leave(self, CALL_DOCUMENT, status, S_OK);
  if (status == FARRELL_OK && *length == 0) violate(self, CALL_DOCUMENT, "an empty document");
  return status == FARRELL_OK && *length > 0;
}

static void store_copy(
    worker *self, const char *directory, const char *bytes, size_t length, statuses allowed) {
  char *copy = arena_take(&self->memory, length);
  memcpy(copy, bytes, length);
  if (allowed != S_OK)
    copy[below(&self->random, (uint32_t)length)] ^= (char)(1 << below(&self->random, 7));
  note(self, "whole run: store %zu bytes%s", length, allowed == S_OK ? "" : ", one changed");
  enter(self, CALL_STORE);
  farrell_status status = farrell_run_store(directory, copy, length);
  leave(self, CALL_STORE, status, allowed);
}

void whole_run(worker *self) {
  draft draft;
  do {
    arena_clear(&self->memory);
    draft = draft_frame(self);
  } while (draft.facts.units < 5 || draft.facts.periods < 2 || !draft.facts.is_balanced);
  note(self, "whole run: data");
  farrell_data data = 0;
  enter(self, CALL_CREATE);
  farrell_status status = farrell_data_create(draft.frame, &data);
  leave(self, CALL_CREATE, status, S_OK);
  arena_clear(&self->memory);
  if (status != FARRELL_OK) return;

  char directory[64];
  snprintf(directory, sizeof directory, "whole-%llu", (unsigned long long)self->sequence);
  const char *replicates = (const char *[]){"2", "4", "17"}[below(&self->random, 3)];
  farrell_setting begin[] = {{"run", directory}, {"replicates", replicates}, {"seed", "3"}};
  aim plan = run_job(self, "plan", data, begin, 3);
  const char *bytes;
  size_t length;
  if (find_whole(self, plan, "plan", &bytes, &length)) {
    if (!is_utf8(bytes, length)) violate(self, CALL_DOCUMENT, "a plan that is not UTF-8");
    farrell_setting draw[] = {
        {"run", directory}, {"shards", "0"}, {"shards", "1"}};
    aim drawn = run_job(self, "draw", 0, draw, 3);
    for (int i = 0; i < 2; i++) {
      if (!find_whole(self, drawn, i == 0 ? "shard/0" : "shard/1", &bytes, &length)) continue;
      store_copy(self, directory, bytes, length, S_DATA);
      store_copy(self, directory, bytes, length, S_OK);
      store_copy(self, "nowhere", bytes, length, S_NO_INPUT);
    }
    end_job(self, drawn);
    farrell_setting rest[] = {{"run", directory}, {"resume", "true"}, {"threads", "2"}};
    aim joined = run_job(self, "bootstrap", 0, rest, 3);
    if (find_whole(self, joined, "json", &bytes, &length) && !is_utf8(bytes, length)) {
      violate(self, CALL_DOCUMENT, "JSON that is not UTF-8");
    }
    find_whole(self, joined, "draws.npy", &bytes, &length);
    end_job(self, joined);
  }
  end_job(self, plan);
  note(self, "whole run: end");
  enter(self, CALL_DATA_FREE);
  status = farrell_data_free(data);
  leave(self, CALL_DATA_FREE, status, S_OK);
}
