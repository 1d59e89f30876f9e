// Command langnghe is the whole product: the server, the demo, the checks and
// the operator's tools, one file each. It is the only place that knows every
// package, and the only one that knows viper and cobra.
//
// Exit codes: 0 done, 1 the input or the state is wrong (the message says where
// and what to do), 2 usage.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // one binary: time zones come with it

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run is main without the process: the exit code for the arguments.
func run(ctx context.Context, args []string) int {
	root := &cobra.Command{
		Use:           "langnghe",
		Short:         "Trợ lý dư luận xã hội của Mặt trận trên Zalo và Telegram",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetArgs(args)
	root.AddCommand(
		demoCommand(), serveCommand(), checkCommand(), inviteCommand(),
		quarantineCommand(), outboxCommand(), storeCommand(), zaloCommand(), drillCommand(),
	)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	err := root.ExecuteContext(ctx)
	var u usage
	switch {
	case err == nil:
		return 0
	case errors.As(err, &u), isUsage(err):
		fmt.Fprintln(os.Stderr, "langnghe:", err)
		fmt.Fprintln(os.Stderr, "Xem: langnghe --help")
		return 2
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// usage is a mistake in how the program was called.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

// isUsage recognises cobra's own usage errors, which have no type.
func isUsage(err error) bool {
	s := err.Error()
	return strings.HasPrefix(s, "unknown command") || strings.HasPrefix(s, "if any flags in the group")
}

// exactly wants n arguments; anything else is a usage error.
func exactly(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := cobra.ExactArgs(n)(c, args); err != nil {
			return usage{err}
		}
		return nil
	}
}
