#define _GNU_SOURCE
#include "CRealtime.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <time.h>
#include <string.h>
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
