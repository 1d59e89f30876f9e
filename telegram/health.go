package telegram

import (
	"context"
	"fmt"
	"time"
)

const (
	healthEvery = 10 * time.Minute
	healthMany  = 100 // updates that wait on the platform for us
)

// health is when the webhook was last looked at, and the last error it told.
type health struct {
	next    time.Time
	errorAt int
}

// Step does what is due: asks for updates in poll mode, looks after the
// webhook otherwise.
func (c *Channel) Step(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	c.step.Lock()
	defer c.step.Unlock()
	if c.cfg.Mode == ModePoll {
		return c.pollOnce(ctx, now)
	}
	return c.checkWebhook(ctx, now)
}

// checkWebhook asks the platform how delivery goes. Another program with the
// same token may have taken the webhook away, and nothing else would tell us:
// silence looks like a quiet day.
func (c *Channel) checkWebhook(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	if c.health.next.IsZero() { // Start has just set it
		c.health.next = now.Add(healthEvery)
	}
	if now.Before(c.health.next) {
		return c.health.next, false, nil
	}
	c.health.next = now.Add(healthEvery)
	info, err := c.bot.GetWebhookInfo(ctx)
	if err != nil {
		c.env.Count("webhook_check_failed")
		if e := c.classify(err); e != nil {
			return c.health.next, true, fmt.Errorf("telegram: getWebhookInfo: %w", e)
		}
		return c.health.next, true, nil
	}
	if info.URL != c.cfg.PublicURL {
		c.env.Count("webhook_taken")
		c.env.Alert("telegram_webhook_taken", "Địa chỉ nhận tin Telegram đã bị thay đổi từ nơi khác; hệ thống đang đặt lại. Kiểm tra xem mã bot có bị lộ không.")
		if e := c.classify(c.receive(ctx)); e != nil {
			return c.health.next, true, fmt.Errorf("telegram: setWebhook: %w", e)
		}
		return c.health.next, true, nil
	}
	failing := info.LastErrorDate > c.health.errorAt
	c.health.errorAt = max(c.health.errorAt, info.LastErrorDate)
	if failing || info.PendingUpdateCount >= healthMany {
		c.env.Count("webhook_failing")
	}
	if failing && info.PendingUpdateCount > 0 || info.PendingUpdateCount >= healthMany {
		c.env.Alert("telegram_webhook_failing", "Telegram chưa giao được tin đến hệ thống; kiểm tra đường mạng và server.public_url.")
	}
	return c.health.next, true, nil
}
