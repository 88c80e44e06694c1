/* Put before the C library (LD_PRELOAD), it makes a chosen call on the installation's files fail, and moves the clock.
 *
 * FAULTS_FOLDER names the folder whose files are concerned, FAULTS_CONTROL a file of six numbers of 64 bits that the
 * tester writes while the program runs; see faults/src/failing.rs for what each means. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { WHICH, COUNTDOWN, ERROR_NUMBER, LASTING, FAILED, CLOCK, SLOTS };
enum { OTHER, LOG, DATABASE };
enum { SYNC = 0, WRITE = 2 };
enum { ONCE, ALWAYS, HANGS };

static volatile int64_t *control;
static char folder[4096];

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static int (*real_fdatasync)(int);
static int (*real_fsync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    const char *where = getenv("FAULTS_FOLDER"), *name = getenv("FAULTS_CONTROL");
    if (!where || !name || !realpath(where, folder)) return;
    int file = open(name, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *mapped = mmap(NULL, SLOTS * sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(file);
}

/* Whether the file is the database or its log. Its index of shared memory never reaches the disk. */
static int kind(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 4) return OTHER;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0) return OTHER;
    if (strcmp(path + length - 4, "-wal") == 0) return LOG;
    return strcmp(path + length - 3, ".db") == 0 ? DATABASE : OTHER;
}

/* The error that this call shall fail with, or 0; a call that shall hang comes back once nothing fails any more. */
static int64_t due(int call, int file) {
    if (!control || control[WHICH] == 0) return 0;
    int kind_of_file = kind(file);
    if (kind_of_file == OTHER || control[WHICH] != call + kind_of_file) return 0;
    int64_t left = __atomic_sub_fetch(&control[COUNTDOWN], 1, __ATOMIC_SEQ_CST);
    if (left > 0 || (left < 0 && control[LASTING] == ONCE)) return 0;
    __atomic_add_fetch(&control[FAILED], 1, __ATOMIC_SEQ_CST);
    if (control[LASTING] == HANGS) {
        while (control[LASTING] == HANGS) usleep(1000);
        return 0;
    }
    return control[ERROR_NUMBER];
}

#define OR_FAIL(which, file, call)            \
    int64_t wrong = due(which, file);         \
    if (wrong) { errno = (int)wrong; return -1; } \
    return call

ssize_t write(int file, const void *from, size_t count) { OR_FAIL(WRITE, file, real_write(file, from, count)); }
ssize_t pwrite(int file, const void *from, size_t count, off_t at) { OR_FAIL(WRITE, file, real_pwrite(file, from, count, at)); }
ssize_t pwrite64(int file, const void *from, size_t count, off64_t at) { OR_FAIL(WRITE, file, real_pwrite64(file, from, count, at)); }
int fdatasync(int file) { OR_FAIL(SYNC, file, real_fdatasync(file)); }
int fsync(int file) { OR_FAIL(SYNC, file, real_fsync(file)); }

int clock_gettime(clockid_t clock, struct timespec *time) {
    int answer = real_clock_gettime(clock, time);
    if (answer == 0 && control && clock == CLOCK_REALTIME) time->tv_sec += control[CLOCK];
    return answer;
}
