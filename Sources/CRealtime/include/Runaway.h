#pragma once
// A thread in real time that does not come back would stop the machine. The kernel counts how long one runs without waiting
// (RLIMIT_RTTIME) and sends SIGXCPU at the soft limit; what is here answers it, and looks for itself.
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define KANON_REALTIME \
    __attribute__((swift_attr("@_noLocks"))) __attribute__((swift_attr("@_noAllocation")))

/// Answers SIGXCPU from now on, which comes when a real-time thread has run for so long, in µs, without waiting. The soft limit alone
/// is set, to no more than it was before and half of the hard one; call it again after each signal, which raises it by a second.
/// Returns 0 or an errno.
int kanon_runaway_watch(uint64_t microseconds);
/// The limit is what it was before the first `kanon_runaway_watch`.
void kanon_runaway_unwatch(void);
/// The same in a new process, before it becomes another program. Async-signal-safe.
void kanon_runaway_inherit(void);

/// The calling thread may be sent SIGXCPU: a thread inherits what is blocked from the one that starts it.
void kanon_runaway_accept(void);

/// For a thread above the audio thread, a few times within the limit: makes the audio thread an ordinary one, as the signal does, once
/// its callback has used the processor for longer than `limit_nanoseconds`, counted from the first look that finds it. For one thread at
/// a time.
void kanon_runaway_look(uint64_t limit_nanoseconds);

/// How many threads can have run away at a time.
#define KANON_RUNAWAY_SLOTS 4

/// How often a thread ran away so far.
uint32_t kanon_runaway_count(void);
/// The thread in a slot that ran away and has no real-time priority; 0 where there is none.
pid_t kanon_runaway_thread(uint32_t slot);
/// How long its callback had been running, in ns; 0 for another thread than the audio thread.
uint64_t kanon_runaway_nanoseconds(uint32_t slot);
/// Gives the thread in a slot its scheduling back, and empties the slot. Returns 0, also where the thread is gone, or an errno.
int kanon_runaway_restore(uint32_t slot);
/// Lets the audio be heard again.
void kanon_runaway_unmute(void);

/// The calling thread is one that will call the following two; accepts SIGXCPU as well.
void kanon_callback_prepare(void);
/// The audio thread begins to render `frames` frames to both buffers. It cannot be cancelled before it has: libjack does that to the
/// thread of a client whose server died, and what it left half done would be played by the next.
KANON_REALTIME void kanon_callback_enter(float *left, float *right, uint32_t frames);
/// It has; after a runaway the buffers are silenced, until `kanon_runaway_unmute`.
KANON_REALTIME void kanon_callback_exit(void);
/// The audio thread is gone, wherever it was.
void kanon_callback_forget(void);
/// How long the callback has been running, in ns; 0 between callbacks.
uint64_t kanon_callback_nanoseconds(void);
