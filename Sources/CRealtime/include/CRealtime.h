#pragma once
// What real-time code needs and Swift cannot say: sanitizer hooks, the
// floating-point control word, GNU-only thread calls.
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "Ending.h"
#include "Runaway.h"

/// Tells RealtimeSanitizer, when it is linked, that this thread is in its callback.
KANON_REALTIME void kanon_realtime_enter(void);
/// Ends what `kanon_realtime_enter` began.
KANON_REALTIME void kanon_realtime_exit(void);
/// Whether RealtimeSanitizer is linked into this program.
bool kanon_realtime_is_sanitized(void);

/// Makes this thread flush denormal numbers to zero; returns true when it had to be set.
KANON_REALTIME bool kanon_flush_denormals(void);

/// Whether this processor runs the x86-64-v3 build (AVX2, FMA, BMI).
bool kanon_cpu_has_v3(void);

/// Names the calling thread (15 characters at most are kept).
void kanon_thread_name(const char *name);
/// Minor and major page faults of the calling thread so far.
KANON_REALTIME uint64_t kanon_thread_page_faults(void);
/// CPU time of the calling thread, in nanoseconds.
KANON_REALTIME uint64_t kanon_thread_cpu_nanoseconds(void);
/// The calling thread's scheduling policy in the high half, its priority in the low.
KANON_REALTIME uint32_t kanon_thread_scheduling(void);
/// Touches `bytes` of the calling thread's stack, so that later use faults no page in.
void kanon_prefault_stack(size_t bytes);

/// A descriptor that is readable once 8 bytes were written to it, until they are read; never waits. Below 0 with an errno.
int kanon_event_descriptor(void);

/// Starts `arguments[0]`, looked up on the path, in a session of its own with its output on the descriptor `output`. It gets
/// SIGKILL when the calling thread ends, so it never outlives the caller. Returns its process id, or minus an errno.
pid_t kanon_spawn(char *const arguments[], char *const environment[], int output);

/// Begins to watch the calling thread for system calls, one thread of the process at a time; false where the kernel cannot (it
/// needs x86-64 and Linux 5.11). Between `kanon_system_calls_forbid` and `kanon_system_calls_allow` the first one is seen.
KANON_REALTIME bool kanon_system_calls_watch(void);
/// Ends what `kanon_system_calls_watch` began, of the calling thread.
KANON_REALTIME void kanon_system_calls_unwatch(void);
/// From now on a system call of the watched thread is seen.
KANON_REALTIME void kanon_system_calls_forbid(void);
/// Until now; true if there was one.
KANON_REALTIME bool kanon_system_calls_allow(void);
