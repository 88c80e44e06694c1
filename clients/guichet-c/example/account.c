/* What a publisher's application does: it asks whether the machine is linked, links it, tells that it is alive, shows the account,
 * opens the window without waiting for it, and unlinks.
 *
 *   cc account.c -I ../include -L ../../../target/debug -lguichet_account -o account
 *   ./account SETTINGS COMMAND…
 *
 * Each COMMAND is begun when the one before has answered; each answer is printed. Meanwhile the application goes on: here it counts. */

#include <stdio.h>
#include <time.h>

#include "guichet.h"

static void work_a_little(void) {
    struct timespec pause = {0, 10 * 1000 * 1000};
    nanosleep(&pause, NULL);
}

int main(int count, char **words) {
    if (count < 2) {
        fprintf(stderr, "usage: account SETTINGS COMMAND...\n");
        return 2;
    }
    const char *settings = words[1];
    printf("version %s\n", guichet_version());
    for (int i = 2; i < count; i++) {
        GuichetTask *task = guichet_start(settings, words[i]);
        if (task == NULL) {
            fprintf(stderr, "no thread\n");
            return 1;
        }
        long worked = 0;
        char *answer;
        while ((answer = guichet_answer(task)) == NULL) {
            work_a_little();
            worked++;
        }
        printf("answer %s\n", answer);
        fprintf(stderr, "the application went on for %ld turns\n", worked);
        guichet_free(answer);
        guichet_forget(task);
        fflush(stdout);
    }
    char *account = guichet_linked(settings);
    printf("linked %s\n", account == NULL ? "no" : account);
    guichet_free(account);
    return 0;
}
