/* Work that is asked for: right, wrong and senseless. */
#include "misuse.h"

#include <stdatomic.h>
#include <string.h>

enum { EFFICIENCY = 1, MALMQUIST = 2, BOOTSTRAP = 4, DRAWN = 8 };
enum { VALUES = 8, SETTINGS = 16 };

typedef struct {
  const char *name;
  uint32_t commands;
  bool is_safe; /* good values are good for all ordinary data */
  const char *good[VALUES];
  const char *bad[VALUES];
} choice;

static const choice choices[] = {
    {"rts", EFFICIENCY, true, {"crs", "vrs", "nirs", "ndrs", "fdh", "VRS"}, {"", "x", "crs,vrs"}},
    {"rts", MALMQUIST, false, {"crs", "vrs", "nirs", "ndrs", "fdh"}, {"", "x", "crs "}},
    {"rts", BOOTSTRAP, false, {"crs", "vrs", "nirs", "ndrs"}, {"", "fdh"}},
    {"orientation", EFFICIENCY | MALMQUIST, true, {"in", "out"}, {"", "up", "in,out"}},
    {"orientation", BOOTSTRAP, false, {"in", "out"}, {"up"}},
    {"technology", EFFICIENCY, true, {"own", "pooled", "sequential"}, {0}},
    {"technology", EFFICIENCY, false, {"0", "2000", "nowhere", ""}, {0}},
    {"slacks", EFFICIENCY, true, {"true", "false"}, {"maybe"}},
    {"scale", EFFICIENCY, true, {"true", "false"}, {"2"}},
    {"multipliers", EFFICIENCY, true, {"true", "false"}, {"-"}},
    {"bootstrap", EFFICIENCY, false, {"2", "3", "5"}, {"-1", "x", "1e99", "99999999999999999999"}},
    {"seed", EFFICIENCY | BOOTSTRAP, false, {"1", "7", "18446744073709551615"}, {"-1", "x"}},
    {"level",
     EFFICIENCY | BOOTSTRAP,
     false,
     {"0.95", "0.5", "0.9999"},
     {"0", "1", "nan", "inf", "-0.5", "1e308"}},
    {"smoothing", EFFICIENCY, false, {"reflect-last", "reflect-first"}, {"none"}},
    {"bandwidth-factor",
     EFFICIENCY | BOOTSTRAP,
     false,
     {"1", "0.01", "100"},
     {"0", "nan", "-1", "1e999"}},
    {"threads",
     EFFICIENCY | MALMQUIST | BOOTSTRAP,
     true,
     {"1", "2"},
     {"0", "-1", "1000000000", "x", "", "1.5", "99999999999999999999"}},
    {"reference", MALMQUIST, false, {"contemporaneous", "sequential", "global"}, {"own"}},
    {"convention", MALMQUIST | BOOTSTRAP, true, {"a", "b", "sym", "printed"}, {"c", ""}},
    {"period",
     MALMQUIST | BOOTSTRAP,
     false,
     {"p=0..2", "p=2000..2001", "=..", "p=", "p=2..0", "p=x..y"},
     {"p"}},
    {"changes", MALMQUIST | BOOTSTRAP, false, {"growth-years", "within"}, {"none"}},
    {"weights", MALMQUIST, false, {"unweighted", "output-shares"}, {"input"}},
    {"neutral_decimals", MALMQUIST, false, {"0", "3", "15"}, {"16", "-1", "x"}},
    {"pairs",
     MALMQUIST | BOOTSTRAP,
     false,
     {"x0:x1", "x1:x0", "x0:x0", "x0", ":", "x0:x1,x0:x1", ""},
     {"no:such"}},
    {"subset", MALMQUIST | BOOTSTRAP, false, {"s=u0,u1", "s=0", "s=", "=u0", "s=nobody"}, {"s"}},
    {"prices", MALMQUIST | BOOTSTRAP, false, {"x0=p0", "x0=p0,x1=p1", "x0=x0", "x0="}, {"x0"}},
    {"isoquant-unit", MALMQUIST | BOOTSTRAP, false, {"u0", "0", "nobody"}, {0}},
    {"leave-own-out", MALMQUIST, true, {"true", "false"}, {"x"}},
    {"pair_isolated", MALMQUIST, false, {"true", "false"}, {"x"}},
    {"scale", MALMQUIST, false, {"true", "false"}, {"x"}},
    {"balanced", MALMQUIST, false, {"true", "false"}, {"x"}},
    {"distances", MALMQUIST, true, {"true", "false"}, {"x"}},
    {"method",
     BOOTSTRAP,
     false,
     {"neutral-null", "simar-wilson-1999", "subsampling"},
     {"jackknife", ""}},
    {"compare", BOOTSTRAP, false, {"none", "simar-wilson-1999", "subsampling"}, {"jackknife"}},
    {"subsample-size", BOOTSTRAP, false, {"2", "3", "1000000"}, {"1", "0", "x"}},
    {"interval", BOOTSTRAP, false, {"basic", "percentile", "basic-levels"}, {"exact"}},
    // Of the command, and senseless here: refused, or of no effect.
    {"format", EFFICIENCY | MALMQUIST | BOOTSTRAP, false, {"json", "csv", "table"}, {0}},
    {"table",
     EFFICIENCY | MALMQUIST | BOOTSTRAP,
     false,
     {"indices", "units", "isoquants", "no"},
     {0}},
    {"output", EFFICIENCY | MALMQUIST | BOOTSTRAP, false, {"out.txt", "nowhere/out.txt", ""}, {0}},
    {"pictures", MALMQUIST | BOOTSTRAP, false, {"pictures", ""}, {0}},
    {"draws", BOOTSTRAP, false, {"draws.npy", ""}, {0}},
    {"file", EFFICIENCY | MALMQUIST | BOOTSTRAP, false, {"no.csv", ""}, {0}},
    {"unit", EFFICIENCY | MALMQUIST | BOOTSTRAP, false, {"unit", "x"}, {0}},
    {"zeros", EFFICIENCY | MALMQUIST | BOOTSTRAP, false, {"allow", "floor:1"}, {0}},
    {"dry-run", BOOTSTRAP, false, {"false"}, {"maybe"}},
    {"shard", BOOTSTRAP, false, {"1/2", "2/2"}, {"0/2", "3/2", "x", "/", "1/99999999999999999999"}},
};
enum { CHOICES = sizeof choices / sizeof *choices };

static const char *const unknown_names[] = {
    "no-such-setting", "",       "--rts", "RTS ",     "rts=vrs", "help",
    "version",         "config", "-",     "threads\n"};

/* A request under construction. */
typedef struct {
  farrell_request *request;
  farrell_setting settings[SETTINGS];
  size_t count;
  uint32_t command; /* 0 for an unknown one */
  bool is_safe;     /* must come to OK or INCOMPLETE */
  bool is_wrong;    /* must not */
  bool has_run;
  statuses faults; /* of the call itself */
} order;

static size_t count_of(const char *const *values) {
  size_t count = 0;
  while (count < VALUES && values[count] != NULL) count++;
  return count;
}

static void add_setting(worker *self, order *order, const char *name, const char *value) {
  if (order->count == SETTINGS) return;
  char text[64];
  snprintf(text, sizeof text, "%s", name);
  // Words stand between - or _.
  for (char *at = text; *at != 0; at++) {
    if ((*at == '-' || *at == '_') && at != text && chance(&self->random, 50))
      *at = *at == '-' ? '_' : '-';
  }
  farrell_setting *setting = &order->settings[order->count++];
  setting->name = arena_text(&self->memory, text);
  setting->value = arena_text(&self->memory, value);
  note_more(self, " %s=%s", text, value);
}

/* Whether a setting is there already: twice is a contradiction, except in lists. */
static bool has_setting(const order *order, const char *name) {
  for (size_t i = 0; i < order->count; i++) {
    const char *known = order->settings[i].name, *at = name;
    while (*at != 0 &&
           (*at == *known || ((*at == '-' || *at == '_') && (*known == '-' || *known == '_'))))
      at++, known++;
    if (*at == 0 && *known == 0) return true;
  }
  return false;
}

static void add_choices(worker *self, order *order, bool may_err) {
  generator *random = &self->random;
  uint32_t wanted = below(random, 4);
  for (uint32_t tries = 0; wanted > 0 && tries < 40; tries++) {
    const choice *one = &choices[below(random, CHOICES)];
    if (!(one->commands & order->command) && !(may_err && chance(random, 3))) continue;
    if (strcmp(one->name, "bootstrap") == 0 && !chance(random, 10)) continue;
    // Most jobs shall come to results.
    if (!one->is_safe && chance(random, 60)) continue;
    wanted -= 1;
    bool is_twice = has_setting(order, one->name);
    if (is_twice && !(may_err && chance(random, 20))) continue;
    bool is_own = (one->commands & order->command) != 0;
    size_t bad = count_of(one->bad);
    if (may_err && bad > 0 && chance(random, 12)) {
      add_setting(self, order, one->name, one->bad[below(random, (uint32_t)bad)]);
      order->is_safe = false;
      // A setting that is wrong in itself may be of no effect for a command that lacks it.
      if (is_own && !is_twice) order->is_wrong = true;
    } else {
      add_setting(self, order, one->name, one->good[below(random, (uint32_t)count_of(one->good))]);
      if (!one->is_safe || is_twice || !is_own) order->is_safe = false;
    }
  }
  if (may_err && chance(random, 4)) {
    add_setting(self, order, unknown_names[below(random, 10)], "1");
    order->is_safe = false;
    order->is_wrong = true;
  }
}

static void add_run(worker *self, order *order) {
  static const char *const directories[] = {"run0",        "run1", "run2",      "",
                                            "nowhere/run", "file", "/proc/run", "."};
  generator *random = &self->random;
  order->has_run = true;
  order->is_safe = false;
  add_setting(
      self, order, "run", directories[chance(random, 70) ? below(random, 3) : below(random, 8)]);
  if (chance(random, 70)) add_setting(self, order, "resume", chance(random, 80) ? "true" : "false");
  if (order->command != DRAWN) return;
  static const char *const shards[] = {
      "0", "1", "0,1", "2-3", "", "x", "-1", "99999999999999999999", "0,0", "1000"};
  uint32_t count = below(random, 3);
  for (uint32_t i = 0; i < count; i++)
    add_setting(
        self, order, "shards", shards[chance(random, 70) ? below(random, 3) : below(random, 10)]);
}

static const char *draft_command(worker *self, order *order) {
  static const char *const unknown[] = {"",      "Efficiency", "test",        "study",
                                        "merge", "help",       "efficiency ", "doctor"};
  generator *random = &self->random;
  uint32_t choice = below(random, 1000);
  if (choice < 690) return order->command = EFFICIENCY, "efficiency";
  if (choice < 940) return order->command = MALMQUIST, "malmquist";
  if (choice < 955) return order->command = BOOTSTRAP, "bootstrap";
  order->is_safe = false;
  if (choice < 960) return order->command = DRAWN, "plan";
  if (choice < 965) return order->command = DRAWN, "draw";
  if (self->is_clean) return order->command = EFFICIENCY, "efficiency";
  order->is_wrong = true;
  return unknown[below(random, 8)];
}

/* Faults of the call, which it answers at once. */
static void spoil_order(worker *self, order *order, farrell_setting *settings) {
  generator *random = &self->random;
  farrell_request *request = order->request;
  farrell_setting *setting =
      order->count > 0 ? &settings[below(random, (uint32_t)order->count)] : NULL;
  switch (below(random, 7)) {
    case 0: {
      size_t size = wrong_size(self, sizeof *request);
      farrell_request *copy = struct_block(self, sizeof *request, size);
      *copy = *request;
      copy->size = size;
      order->request = copy;
      note_more(self, ", size %zu", size);
      order->faults |= S_ABI;
      break;
    }
    case 1: {
      bool is_null = chance(random, 50);
      request->command = is_null ? NULL : broken_text(self);
      note_more(self, ", command %s", is_null ? "null" : "not UTF-8");
      order->faults |= S_ARGUMENT;
      break;
    }
    case 2:
      if (order->count == 0) request->setting_count = 1;
      request->settings = NULL;
      note_more(self, ", no settings but a count");
      order->faults |= S_ARGUMENT;
      break;
    case 3: {
      static const size_t counts[] = {
          SIZE_MAX, (size_t)1 << 60, (size_t)1 << 63, SIZE_MAX / 16 + 1};
      request->setting_count = counts[below(random, 4)];
      note_more(self, ", setting_count %zu", request->setting_count);
      order->faults |= S_ARGUMENT | S_MEMORY;
      break;
    }
    case 4:
    case 5: {
      if (setting == NULL) break;
      bool is_null = chance(random, 50), is_name = chance(random, 50);
      const char *text = is_null ? NULL : broken_text(self);
      if (is_name) setting->name = text;
      else setting->value = text;
      note_more(
          self, ", %s of a setting %s", is_name ? "name" : "value", is_null ? "null" : "not UTF-8");
      order->faults |= S_ARGUMENT;
      break;
    }
    default:
      order->request = NULL;
      note_more(self, ", no request");
      order->faults |= S_ARGUMENT;
      break;
  }
}

static statuses outcomes_of(const order *order) {
  statuses runs = S_NO_INPUT | S_CANNOT_CREATE | S_IO | S_RESUMABLE;
  if (order->is_wrong) return S_USAGE | (order->has_run ? S_DATA | runs : 0);
  if (order->is_safe) return S_OK | S_INCOMPLETE;
  // Settings of output may be taken as what the command does with them.
  return S_OK | S_INCOMPLETE | S_USAGE | S_DATA | runs;
}

void submit_job(worker *self) {
  generator *random = &self->random;
  aim aim = take_aim(self, KIND_DATA);
  order order = {.is_safe = true};
  bool may_err = !self->is_clean && chance(random, 50);
  const char *command = draft_command(self, &order);
  note_more(self, " %s", command);
  data_facts facts = {0};
  if (aim.record != NULL) facts = aim.record->data;
  if (!facts.is_ordinary) order.is_safe = false;
  if (order.command & (MALMQUIST | BOOTSTRAP)) {
    if (facts.periods < 2 || !facts.is_balanced) order.is_safe = false;
  }
  if (order.command & (BOOTSTRAP | DRAWN)) {
    // Without it, there would be 1999.
    static const char *const bad[] = {"0", "1", "-1", "", "x", "1e9", "99999999999999999999"};
    bool is_bad = may_err && chance(random, 20);
    add_setting(
        self, &order, "replicates",
        is_bad ? bad[below(random, 7)] : (const char *[]){"2", "3", "4", "5"}[below(random, 4)]);
    if (is_bad && order.command == BOOTSTRAP) order.is_wrong = true;
    order.is_safe = false;
  }
  add_choices(self, &order, may_err);
  if ((order.command == DRAWN || (order.command == BOOTSTRAP && chance(random, 30))) &&
      !(may_err && chance(random, 10))) {
    add_run(self, &order);
  }
  farrell_setting *settings = arena_take(&self->memory, order.count * sizeof *settings);
  memcpy(settings, order.settings, order.count * sizeof *settings);
  order.request = arena_take(&self->memory, sizeof *order.request);
  *order.request = (farrell_request){
      sizeof *order.request, arena_text(&self->memory, command), aim.handle, settings, order.count};
  if (may_err && chance(random, 25)) spoil_order(self, &order, settings);
  bool has_place = !may_err || !chance(random, 4);
  if (!has_place) order.faults |= S_ARGUMENT;

  farrell_job job = 0;
  enter(self, CALL_SUBMIT);
  farrell_status status = farrell_job_submit(order.request, has_place ? &job : NULL);
  if (aim.handle == 0) {
    // Right for a run that goes on; what is wrong otherwise, the job may say.
    leave(self, CALL_SUBMIT, status, order.faults != 0 ? order.faults | S_HANDLE : S_OK | S_HANDLE);
    order.is_safe = false;
  } else {
    leave_with(self, CALL_SUBMIT, status, order.faults != 0 ? order.faults : S_OK, aim);
  }
  arena_clear(&self->memory);
  if (status != FARRELL_OK || !has_place) return;
  job_facts made = {outcomes_of(&order), (order.command & (EFFICIENCY | MALMQUIST)) != 0};
  pool_add(self, KIND_JOB, job, facts, made);
}
