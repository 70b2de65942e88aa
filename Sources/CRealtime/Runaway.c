#define _GNU_SOURCE
#include "Runaway.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Present only where RealtimeSanitizer is linked.
__attribute__((weak)) void __rtsan_disable(void);
__attribute__((weak)) void __rtsan_enable(void);

// The block at hand. The audio thread writes; the handler, mostly on the same thread, reads.
static _Atomic(float *) left_buffer, right_buffer;
static atomic_uint frame_count;
static atomic_int audio_thread;
static _Atomic clockid_t audio_clock;
static _Atomic uint64_t entered_nanoseconds;
static atomic_bool is_muted;

// What the handler tells the control thread; the count is written last.
static atomic_uint runaway_count;
static struct {
    atomic_int thread, policy, priority;
    _Atomic uint64_t nanoseconds;
} slots[KANON_RUNAWAY_SLOTS];

static struct rlimit original_limit;
static struct sigaction original_action;
static bool is_watching;

static _Thread_local pid_t own_thread;
static _Thread_local clockid_t own_clock;
// Whether the thread can be cancelled outside its callbacks.
static _Thread_local int own_cancellation;

// 0 for the clock of a thread that is gone.
static uint64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) return 0;
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void silence(void) {
    float *left = atomic_load(&left_buffer), *right = atomic_load(&right_buffer);
    unsigned int frames = atomic_load(&frame_count);
    if (left) memset(left, 0, frames * sizeof *left);
    if (right) memset(right, 0, frames * sizeof *right);
}

void kanon_runaway_accept(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXCPU);
    pthread_sigmask(SIG_UNBLOCK, &signals, 0);
}

void kanon_callback_prepare(void) {
    own_thread = (pid_t)syscall(SYS_gettid);
    pthread_getcpuclockid(pthread_self(), &own_clock);
    kanon_runaway_accept();
}

void kanon_callback_enter(float *left, float *right, uint32_t frames) {
    // A word of the thread's own: no system call.
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &own_cancellation);
    atomic_store_explicit(&left_buffer, left, memory_order_relaxed);
    atomic_store_explicit(&right_buffer, right, memory_order_relaxed);
    atomic_store_explicit(&frame_count, frames, memory_order_relaxed);
    atomic_store_explicit(&audio_thread, own_thread, memory_order_relaxed);
    atomic_store_explicit(&audio_clock, own_clock, memory_order_relaxed);
    atomic_store_explicit(&entered_nanoseconds, nanoseconds(CLOCK_MONOTONIC), memory_order_release);
}

void kanon_callback_exit(void) {
    if (atomic_load_explicit(&is_muted, memory_order_relaxed)) silence();
    atomic_store_explicit(&entered_nanoseconds, 0, memory_order_release);
    pthread_setcancelstate(own_cancellation, 0);
}

void kanon_callback_forget(void) { atomic_store(&entered_nanoseconds, 0); }

uint64_t kanon_callback_nanoseconds(void) {
    uint64_t entered = atomic_load(&entered_nanoseconds);
    uint64_t now = nanoseconds(CLOCK_MONOTONIC);
    return entered && now > entered ? now - entered : 0;
}

static bool is_real_time(int policy) {
    policy &= ~SCHED_RESET_ON_FORK;
    return policy == SCHED_FIFO || policy == SCHED_RR;
}

// Async-signal-safe: system calls and atomics alone.
static bool make_ordinary(pid_t thread) {
    int policy = sched_getscheduler(thread);
    struct sched_param parameters = {0};
    if (policy < 0 || !is_real_time(policy) || sched_getparam(thread, &parameters) != 0) return false;
    const struct sched_param ordinary = {0};
    // Without the right to, the flag cannot be taken away.
    if (sched_setscheduler(thread, SCHED_OTHER | (policy & SCHED_RESET_ON_FORK), &ordinary) != 0) return false;
    uint64_t took = 0;
    if (thread == atomic_load(&audio_thread)) {
        took = kanon_callback_nanoseconds();
        atomic_store(&is_muted, true);
        silence();
    }
    for (int slot = 0; slot < KANON_RUNAWAY_SLOTS; slot++) {
        if (atomic_load(&slots[slot].thread)) continue;
        atomic_store(&slots[slot].policy, policy);
        atomic_store(&slots[slot].priority, parameters.sched_priority);
        atomic_store(&slots[slot].nanoseconds, took);
        atomic_store(&slots[slot].thread, thread);
        break;
    }
    atomic_fetch_add(&runaway_count, 1);
    return true;
}

// The signal and a look may find the same thread at the same time.
static atomic_flag is_demoting = ATOMIC_FLAG_INIT;

static bool demote(pid_t thread) {
    if (atomic_flag_test_and_set(&is_demoting)) return false;
    bool is_demoted = make_ordinary(thread);
    atomic_flag_clear(&is_demoting);
    return is_demoted;
}

// The kernel sends the signal to the process, but lets the thread that runs, which is the one that ran too long, take it unless
// that blocks it (kernel/time/posix-cpu-timers.c, check_rlimit; kernel/signal.c, complete_signal).
static void answer(int number, siginfo_t *info, void *context) {
    int kept = errno;
    // What calls the system here is no part of the callback that it interrupts.
    if (__rtsan_disable) __rtsan_disable();
    if (!demote((pid_t)syscall(SYS_gettid)) && (!atomic_load(&entered_nanoseconds) || !demote(atomic_load(&audio_thread)))) {
        if (original_action.sa_flags & SA_SIGINFO) {
            original_action.sa_sigaction(number, info, context);
        } else if (original_action.sa_handler != SIG_DFL && original_action.sa_handler != SIG_IGN) {
            original_action.sa_handler(number);
        }
    }
    if (__rtsan_enable) __rtsan_enable();
    errno = kept;
}

int kanon_runaway_watch(uint64_t microseconds) {
    if (!is_watching) {
        if (getrlimit(RLIMIT_RTTIME, &original_limit) != 0) return errno;
        struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_RESTART};
        sigemptyset(&action.sa_mask);
        if (sigaction(SIGXCPU, &action, &original_action) != 0) return errno;
        is_watching = true;
    }
    struct rlimit limit = original_limit;
    // RLIM_INFINITY is the greatest number.
    if (limit.rlim_cur == 0 || limit.rlim_cur > microseconds) limit.rlim_cur = microseconds;
    if (limit.rlim_cur > limit.rlim_max / 2) limit.rlim_cur = limit.rlim_max / 2;
    return setrlimit(RLIMIT_RTTIME, &limit) == 0 ? 0 : errno;
}

void kanon_runaway_unwatch(void) {
    if (!is_watching) return;
    is_watching = false;
    setrlimit(RLIMIT_RTTIME, &original_limit);
    sigaction(SIGXCPU, &original_action, 0);
}

void kanon_runaway_inherit(void) {
    if (is_watching) setrlimit(RLIMIT_RTTIME, &original_limit);
}

void kanon_runaway_look(uint64_t limit_nanoseconds) {
    // The looking thread's own: the callback of the last look, and what its thread had run by then.
    static uint64_t entered, ran;
    uint64_t current = atomic_load(&entered_nanoseconds);
    // Written before it.
    uint64_t now = nanoseconds(atomic_load(&audio_clock));
    if (current != entered) {
        entered = current;
        ran = now;
    }
    if (entered && now > ran && now - ran > limit_nanoseconds) demote(atomic_load(&audio_thread));
}

uint32_t kanon_runaway_count(void) { return atomic_load(&runaway_count); }
pid_t kanon_runaway_thread(uint32_t slot) { return atomic_load(&slots[slot].thread); }
uint64_t kanon_runaway_nanoseconds(uint32_t slot) { return atomic_load(&slots[slot].nanoseconds); }

int kanon_runaway_restore(uint32_t slot) {
    const struct sched_param parameters = {.sched_priority = atomic_load(&slots[slot].priority)};
    pid_t thread = atomic_load(&slots[slot].thread);
    // 0 would mean the calling thread.
    if (!thread) return 0;
    int status = sched_setscheduler(thread, atomic_load(&slots[slot].policy), &parameters) == 0 || errno == ESRCH ? 0 : errno;
    atomic_store(&slots[slot].thread, 0);
    return status;
}

void kanon_runaway_unmute(void) { atomic_store(&is_muted, false); }
