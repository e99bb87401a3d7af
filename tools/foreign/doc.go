// Package foreign runs clients that other people wrote against the emulator, to show that it is the cloud they expect.
// It is a module of its own, so that nothing of the provider depends on these clients. `make foreign` runs it.
package foreign
