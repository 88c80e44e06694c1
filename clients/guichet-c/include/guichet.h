/* The account window and the machine's link to a customer account. See README.md for settings, commands and answers.
 *
 * Made by cbindgen from src/lib.rs: `cargo test -p guichet-c --features header` says when it is out of date, and how to make it anew. */

#ifndef GUICHET_H
#define GUICHET_H

/*
 Something that was begun. Made by `guichet_start`, given back by `guichet_forget`.
 */
typedef struct GuichetTask GuichetTask;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 The version of this library. The text is the library's own: do not free it.
 */
const char *guichet_version(void);

/*
 The number of the account that this machine was linked to, or NULL: read from the machine's file, without a connection and at once. It
 may have been unlinked elsewhere since. To be freed with `guichet_free`.

 # Safety
 `settings` is NULL or a text that ends with a zero byte.
 */
char *guichet_linked(const char *settings);

/*
 Begins what `command` says, and returns at once: a thread of the library does it. NULL only where the machine has no memory or no thread;
 settings or a command that are wrong are told in the answer. Both texts are copied.

 # Safety
 `settings` and `command` are NULL or texts that end with a zero byte.
 */
struct GuichetTask *guichet_start(const char *settings,
                                  const char *command);

/*
 The answer as JSON, or NULL while there is none yet. Never waits. The same answer each time; each to be freed with `guichet_free`.

 # Safety
 `task` is NULL or of `guichet_start`, and not forgotten. Several threads may ask at the same time.
 */
char *guichet_answer(const struct GuichetTask *task);

/*
 Forgets a task. What was begun goes on to its end, a window stays open; nobody hears of it.

 # Safety
 `task` is NULL or of `guichet_start`, not forgotten before, and no other thread uses it.
 */
void guichet_forget(struct GuichetTask *task);

/*
 Frees a text that this library gave.

 # Safety
 `text` is NULL or was given by `guichet_linked` or `guichet_answer`, and not freed before.
 */
void guichet_free(char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* GUICHET_H */
