#define _GNU_SOURCE
#include "CRealtime.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Present only where RealtimeSanitizer is linked.
__attribute__((weak)) void __rtsan_ensure_initialized(void);
__attribute__((weak)) void __rtsan_realtime_enter(void);
__attribute__((weak)) void __rtsan_realtime_exit(void);

void kanon_realtime_enter(void) {
    if (!__rtsan_realtime_enter) return;
    __rtsan_ensure_initialized();
    __rtsan_realtime_enter();
}

void kanon_realtime_exit(void) {
    if (__rtsan_realtime_exit) __rtsan_realtime_exit();
}

bool kanon_realtime_is_sanitized(void) { return __rtsan_realtime_enter != 0; }

bool kanon_flush_denormals(void) {
#if defined(__x86_64__)
    const unsigned int flush_to_zero_and_denormals_are_zero = 0x8040;
    unsigned int was = _mm_getcsr();
    if ((was & flush_to_zero_and_denormals_are_zero) == flush_to_zero_and_denormals_are_zero) return false;
    _mm_setcsr(was | flush_to_zero_and_denormals_are_zero);
    return true;
#elif defined(__aarch64__)
    const uint64_t flush_to_zero = 1u << 24;
    uint64_t was;
    __asm__ volatile("mrs %0, fpcr" : "=r"(was));
    if (was & flush_to_zero) return false;
    __asm__ volatile("msr fpcr, %0" : : "r"(was | flush_to_zero));
    return true;
#else
    return false;
#endif
}

bool kanon_cpu_has_v3(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
#else
    return false;
#endif
}

void kanon_thread_name(const char *name) {
    char kept[16] = {0};
    strncpy(kept, name, sizeof kept - 1);
    pthread_setname_np(pthread_self(), kept);
}

uint64_t kanon_thread_page_faults(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_THREAD, &usage) != 0) return 0;
    return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

uint64_t kanon_thread_cpu_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint32_t kanon_thread_scheduling(void) {
    int policy = 0;
    struct sched_param parameters = {0};
    if (pthread_getschedparam(pthread_self(), &policy, &parameters) != 0) return 0;
    return (uint32_t)policy << 16 | (uint32_t)parameters.sched_priority;
}

void kanon_prefault_stack(size_t bytes) {
    volatile char page_by_page[bytes];
    for (size_t i = 0; i < bytes; i += 1024) page_by_page[i] = 0;
}

int kanon_event_descriptor(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// Between fork and exec only what POSIX calls async-signal-safe, as other threads may hold any lock.
static void kanon_become(
    char *const arguments[], char *const environment[], int output, int report, pid_t parent) {
    setsid();
    // Not SIGTERM: a JACK server whose clients are gone may think about it for seconds, and keeps the card as long.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have ended before the line above took effect.
    if (getppid() != parent) _exit(1);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    kanon_runaway_inherit();
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    // `report` closes itself when exec succeeds; everything else that is open belongs to the parent.
    for (int descriptor = 3; descriptor < 1024; descriptor++)
        if (descriptor != report) close(descriptor);
    execvpe(arguments[0], arguments, environment);
    int reason = errno;
    ssize_t ignored = write(report, &reason, sizeof reason);
    (void)ignored;
    _exit(127);
}

pid_t kanon_spawn(char *const arguments[], char *const environment[], int output) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) kanon_become(arguments, environment, output, report[1], parent);
    int reason = child < 0 ? errno : 0;
    close(report[1]);
    if (child > 0 && read(report[0], &reason, sizeof reason) == sizeof reason) waitpid(child, 0, 0);
    close(report[0]);
    return reason ? -reason : child;
}

// Syscall user dispatch, Linux 5.11: while the switch says so, a system call of the watched thread raises SIGSYS instead.
#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif
enum { dispatch_off = 0, dispatch_on = 1, dispatch_allow = 0, dispatch_block = 1 };
static volatile char system_calls = dispatch_allow;
static volatile sig_atomic_t was_asked;

#if defined(__x86_64__)
// The call is let through and made again: once seen is enough.
static void saw_system_call(int number, siginfo_t *information, void *context) {
    (void)number, (void)information;
    was_asked = 1;
    system_calls = dispatch_allow;
    const int instruction_bytes = 2;
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] -= instruction_bytes;
}
#endif

bool kanon_system_calls_watch(void) {
#if defined(__x86_64__)
    struct sigaction action = {.sa_sigaction = saw_system_call, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGSYS, &action, 0) != 0) return false;
    return prctl(PR_SET_SYSCALL_USER_DISPATCH, dispatch_on, 0, 0, &system_calls) == 0;
#else
    return false;
#endif
}

void kanon_system_calls_unwatch(void) { prctl(PR_SET_SYSCALL_USER_DISPATCH, dispatch_off, 0, 0, 0); }

void kanon_system_calls_forbid(void) {
    was_asked = 0;
    system_calls = dispatch_block;
}

bool kanon_system_calls_allow(void) {
    system_calls = dispatch_allow;
    return was_asked;
}
