/* Calls with data. */
#include "misuse.h"

#include <string.h>

void create_data(worker *self) {
  note(self, "-");
  draft draft = draft_frame(self);
  if (!self->is_clean && chance(&self->random, 55)) spoil_frame(self, &draft);
  statuses faults = draft.faults;
  if (!self->is_clean && chance(&self->random, 2)) {
    note_more(self, ", no frame");
    draft.frame = NULL;
    faults = S_ARGUMENT;
  }
  farrell_data data = 0;
  bool has_place = self->is_clean || !chance(&self->random, 2);
  if (!has_place) {
    note_more(self, ", no place for the handle");
    faults |= S_ARGUMENT;
  }
  enter(self, CALL_CREATE);
  farrell_status status = farrell_data_create(draft.frame, has_place ? &data : NULL);
  leave(self, CALL_CREATE, status, faults != 0 ? faults | draft.doubts : S_OK | draft.doubts);
  // The library may not look at the frame again.
  arena_clear(&self->memory);
  if (status != FARRELL_OK || !has_place) return;
  job_facts none = {0};
  pool_add(self, KIND_DATA, data, draft.facts, none);
}

void describe_data(worker *self) {
  aim aim = take_aim(self, KIND_DATA);
  generator *random = &self->random;
  statuses faults = 0;
  size_t size = sizeof(farrell_data_info);
  if (!self->is_clean && chance(random, 15)) {
    size = wrong_size(self, size);
    note_more(self, ", size %zu", size);
    faults = S_ABI;
  }
  size_t room = sizeof(farrell_data_info) + 64;
  farrell_data_info *info = arena_take(&self->memory, room);
  info->size = size;
  bool has_place = self->is_clean || !chance(random, 4);
  if (!has_place) faults |= S_ARGUMENT;
  enter(self, CALL_DESCRIBE);
  farrell_status status = farrell_data_describe(aim.handle, has_place ? info : NULL);
  leave_with(self, CALL_DESCRIBE, status, faults != 0 ? faults : S_OK, aim);
  const unsigned char *behind = (const unsigned char *)(info + 1);
  for (size_t i = 0; i < 64; i++) {
    if (behind[i] != 0xa5) {
      violate(self, CALL_DESCRIBE, "bytes behind the struct are written");
      break;
    }
  }
  if (status != FARRELL_OK || aim.record == NULL) return;
  const data_facts *facts = &aim.record->data;
  if (facts->is_counted && (info->observations != facts->rows || info->units != facts->units ||
                            info->periods != facts->periods || info->dropped_rows != 0)) {
    violate(
        self, CALL_DESCRIBE, "found %llu rows, %llu units, %llu periods; expected %llu, %llu, %llu",
        (unsigned long long)info->observations, (unsigned long long)info->units,
        (unsigned long long)info->periods, (unsigned long long)facts->rows,
        (unsigned long long)facts->units, (unsigned long long)facts->periods);
  }
  if (info->observations + info->dropped_rows != facts->rows || info->observations == 0 ||
      info->units > info->observations || info->periods > info->observations ||
      info->warnings > 1000) {
    violate(self, CALL_DESCRIBE, "sizes that cannot be");
  }
}

void read_warning(worker *self) {
  aim aim = take_aim(self, KIND_DATA);
  static const uint64_t indices[] = {0, 0, 0, 1, 2, 1000, UINT64_MAX, (uint64_t)1 << 63, INT64_MAX};
  uint64_t index = indices[below(&self->random, 9)];
  const char *text = NULL;
  bool has_place = self->is_clean || !chance(&self->random, 4);
  note_more(self, ", warning %llu%s", (unsigned long long)index, has_place ? "" : ", no place");
  enter(self, CALL_WARNING);
  farrell_status status = farrell_data_warning(aim.handle, index, has_place ? &text : NULL);
  statuses allowed = index > 100 ? S_NAME : S_OK | S_NAME;
  leave_with(self, CALL_WARNING, status, has_place ? allowed : S_ARGUMENT | S_NAME, aim);
  if (status != FARRELL_OK || aim.record == NULL || !has_place) return;
  if (text == NULL) {
    violate(self, CALL_WARNING, "OK without a text");
    return;
  }
  if (!begin_reading(aim.record)) return;
  size_t length = strlen(text);
  if (length == 0 || !is_utf8(text, length)) violate(self, CALL_WARNING, "no text of UTF-8");
  keep(self, CALL_WARNING, aim.record, text, length + 1);
  done_reading(aim.record);
}
