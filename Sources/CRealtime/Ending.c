#define _GNU_SOURCE
#include "Ending.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

void kanon_descriptors_secure(void) {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        // The lowest number that is free is this one. For reading alone: who writes there is told that it cannot be.
        if (open("/dev/null", O_RDONLY) < 0 && open("/", O_RDONLY) < 0) return;
    }
}

static struct termios terminal_before;
static atomic_bool is_terminal_entered;
static atomic_flag is_exit_guarded = ATOMIC_FLAG_INIT;

bool kanon_terminal_is_available(void) { return isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp(); }

bool kanon_terminal_enter(void) {
    if (atomic_load(&is_terminal_entered)) return true;
    if (!kanon_terminal_is_available() || tcgetattr(STDIN_FILENO, &terminal_before) != 0) return false;
    if (!atomic_flag_test_and_set(&is_exit_guarded)) atexit(kanon_terminal_restore);
    struct termios attributes = terminal_before;
    attributes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    attributes.c_cc[VMIN] = 0;
    attributes.c_cc[VTIME] = 0;
    // No key stops the program: its server would throw it out.
    attributes.c_cc[VSUSP] = _POSIX_VDISABLE;
    // Before the change: a signal in between restores what is there already.
    atomic_store(&is_terminal_entered, true);
    if (tcsetattr(STDIN_FILENO, TCSANOW, &attributes) == 0) return true;
    atomic_store(&is_terminal_entered, false);
    return false;
}

void kanon_terminal_restore(void) {
    if (!atomic_exchange(&is_terminal_entered, false)) return;
    int kept = errno;
    // In the background it would be stopped by the attempt.
    sigset_t background, before;
    sigemptyset(&background);
    sigaddset(&background, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &background, &before);
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    pthread_sigmask(SIG_SETMASK, &before, 0);
    errno = kept;
}

static const int faults[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
// Not SIGINT, SIGTERM and SIGHUP, which who plays asks for, nor SIGXCPU, which `Runaway.c` answers.
static const int requests[] = {SIGQUIT, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGIO, SIGPWR, SIGSTKFLT};
enum { fault_count = sizeof faults / sizeof *faults, request_count = sizeof requests / sizeof *requests };

// Of each fault: who answered it before, where that is wanted.
static struct sigaction answers_before[fault_count];
static bool has_answers_before;

static const char *name(int number) {
    switch (number) {
        case SIGILL: return "SIGILL";
        case SIGTRAP: return "SIGTRAP";
        case SIGABRT: return "SIGABRT";
        case SIGBUS: return "SIGBUS";
        case SIGFPE: return "SIGFPE";
        case SIGSEGV: return "SIGSEGV";
        case SIGSYS: return "SIGSYS";
        case SIGQUIT: return "SIGQUIT";
        case SIGUSR1: return "SIGUSR1";
        case SIGUSR2: return "SIGUSR2";
        case SIGALRM: return "SIGALRM";
        default: return "a signal";
    }
}

// What finds no room is lost: nobody waits for a terminal that was stopped.
static void say(const char *text) {
    struct pollfd player = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&player, 1, 0) != 1 || !(player.revents & POLLOUT)) return;
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

static void say_end(int number, bool is_fault) {
    char sentence[256] = "Kanon ";
    strcat(sentence, is_fault ? "crashed (" : "was ended by ");
    strcat(sentence, name(number));
    if (is_fault) strcat(sentence, ")");
    strcat(sentence, "; what was recorded is kept, all but its last moments.");
    if (is_fault) strcat(sentence, " Please report it: https://github.com/kanon-synth/kanon/issues");
    strcat(sentence, "\n");
    say(sentence);
}

// Async-signal-safe: the terminal, a sentence, and the signal once more, which then ends the program.
static void answer(int number, siginfo_t *info, void *context) {
    (void)info, (void)context;
    static atomic_flag is_said = ATOMIC_FLAG_INIT;
    struct sigaction next = {.sa_handler = SIG_DFL};
    bool is_fault = false;
    for (int index = 0; index < fault_count; index++) {
        if (faults[index] != number) continue;
        is_fault = true;
        if (has_answers_before) next = answers_before[index];
    }
    kanon_terminal_restore();
    if (!atomic_flag_test_and_set(&is_said)) say_end(number, is_fault);
    sigaction(number, &next, 0);
    // Blocked until this returns.
    raise(number);
}

void kanon_endings_guard(void) {
    kanon_endings_prepare_thread();
    has_answers_before = getenv("SWIFT_BACKTRACE") != 0;
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (int index = 0; index < fault_count; index++) {
        sigaction(faults[index], &action, &answers_before[index]);
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, faults[index]);
        pthread_sigmask(SIG_UNBLOCK, &one, 0);
    }
    for (int index = 0; index < request_count; index++) {
        struct sigaction before;
        // The runtime's answer to SIGQUIT prints what every thread does.
        bool is_free = sigaction(requests[index], 0, &before) == 0 && before.sa_handler == SIG_DFL;
        if (is_free || (requests[index] == SIGQUIT && before.sa_handler != SIG_IGN)) sigaction(requests[index], &action, 0);
    }
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) {
        struct sigaction before;
        if (sigaction(number, 0, &before) == 0 && before.sa_handler == SIG_DFL) sigaction(number, &action, 0);
    }
}

void kanon_endings_prepare_thread(void) {
    // What AVX-512 and AMX leave on the stack of a handler is up to 11 KB.
    static _Thread_local char room[32 * 1024];
    stack_t current;
    // A sanitizer has made one already.
    if (sigaltstack(0, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
    stack_t own = {.ss_sp = room, .ss_size = sizeof room};
    sigaltstack(&own, 0);
}
