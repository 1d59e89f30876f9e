package telegram

import (
	"context"
	"fmt"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Start makes the bot known: asks its own name, registers the webhook (or
// takes it away to poll), and puts the command menus up. Each call is safe to
// repeat; updates that wait on the platform are never dropped. The explicit
// list of updates matters: left out, the platform keeps a former one.
func (c *Channel) Start(ctx context.Context, _ time.Time) error {
	type step struct {
		method string
		call   func() error
	}
	steps := []step{
		{"getMe", func() error {
			me, err := c.bot.GetMe(ctx)
			if err == nil && me.Username != "" {
				c.username.Store(&me.Username)
			}
			return err
		}},
		{"receive", func() error { return c.receive(ctx) }},
	}
	// Who once had a menu in Vietnamese of another program keeps it unless that
	// one is replaced as well.
	for _, language := range []string{"", "vi"} {
		for _, m := range []struct {
			scope models.BotCommandScope
			menu  []Command
		}{
			{&models.BotCommandScopeAllPrivateChats{}, c.cfg.Commands},
			{&models.BotCommandScopeAllGroupChats{}, c.cfg.GroupCommands},
		} {
			steps = append(steps, step{"setMyCommands", func() error { return c.menu(ctx, m.menu, m.scope, language) }})
		}
	}
	for _, s := range steps {
		if err := s.call(); err != nil {
			if e := c.classify(err); e != nil {
				return fmt.Errorf("telegram: %s: %w", s.method, e)
			}
		}
	}
	return nil
}

func (c *Channel) receive(ctx context.Context) error {
	if c.cfg.Mode == ModePoll {
		_, err := c.bot.DeleteWebhook(ctx, &tgbot.DeleteWebhookParams{})
		return err
	}
	_, err := c.bot.SetWebhook(ctx, &tgbot.SetWebhookParams{
		URL:            c.cfg.PublicURL,
		SecretToken:    string(c.cfg.WebhookSecret),
		MaxConnections: c.cfg.MaxConnections,
		AllowedUpdates: allowedUpdates(),
	})
	return err
}

func (c *Channel) menu(ctx context.Context, menu []Command, scope models.BotCommandScope, language string) error {
	commands := []models.BotCommand{}
	for _, m := range menu {
		commands = append(commands, models.BotCommand{Command: m.Name, Description: m.Description})
	}
	_, err := c.bot.SetMyCommands(ctx, &tgbot.SetMyCommandsParams{Commands: commands, Scope: scope, LanguageCode: language})
	return err
}
