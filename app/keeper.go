package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// What is wrong with where the log is.
var (
	errMoved    = errors.New("the log was made on another computer, or copied")
	errSameTill = errors.New("the till's code is the one it had before")
)

// keeper looks after the log as a whole: it compares the chain's end with the
// keyring, brings back what only the journal knows, and makes backups.
type keeper struct {
	compared bool      // the keyring's head was seen, so that ours may replace it
	retry    time.Time // when a keyring that did not answer is asked again
	next     time.Time // hourly
	backedUp uint64    // sequence of the newest backup of this run
	recalled int       // orders and refunds that came back from the journal at this start
	older    Text      // an older copy was put back
	failed   Text      // the newest backup failed
}

const (
	keepEvery = time.Hour
	// farewell bounds what the keyring may take of a till that is being closed.
	farewell = 3 * time.Second
)

// headRead is what the keyring knows of the log's end.
type headRead struct {
	text    string
	foreign bool // neither a head nor the account's secret: not this log's keyring
	err     error
}

// backedUp is the end of a backup.
type backedUp struct {
	backup storage.Backup
	err    error
}

// recall writes into the log what only the journal knows: orders and refunds
// that may have been sent, so that they are asked about.
func (t *Till) recall(now time.Time) error {
	missing, unreadable, err := t.book.Missing()
	if err != nil || unreadable > 0 {
		t.log.Warn("the journal can't be read in full", "unreadable", unreadable, "error", err)
	}
	settings, _ := t.book.Settings()
	for _, e := range missing {
		e.At, e.Day = now.UTC(), firstDay(settings, now)
		_, err := t.book.Append(e)
		if errors.Is(err, storage.ErrNotRecorded) {
			return err
		}
		t.log.Warn("known from the journal only", "kind", string(e.Kind), "order", string(e.Order), "error", err)
		if err == nil {
			t.keeper.recalled++
		}
	}
	return nil
}

// compareHead asks the keyring, in a worker, what it knows of the log's end.
func (t *Till) compareHead() {
	account, known := t.core.settings.Account, t.core.ready
	t.workers.Go(func() {
		text, err := t.secrets.Get(t.ctx, order.Account{}, storage.ChainHead)
		in := headRead{text: text, err: err}
		if errors.Is(err, storage.ErrNoSecret) && known {
			_, err = t.secrets.Get(t.ctx, account, storage.ClientSecret)
			in.foreign = errors.Is(err, storage.ErrNoSecret)
			if err == nil || in.foreign {
				in.err = nil // a log from before heads were kept, or a new one
			}
		}
		if t.ctx.Err() == nil {
			t.post(in)
		}
	})
}

func (t *Till) onHead(now time.Time, in headRead) {
	k := &t.keeper
	switch {
	case errors.Is(in.err, storage.ErrNoSecret): // the first start
	case in.err != nil:
		k.retry = now.Add(keyAgain)
		return
	case in.foreign:
		t.log.Warn("the keyring does not know this log")
		t.run(t.core.Step(now, Moved{true}))
		return
	case in.text != "" && !t.holds(in.text):
		t.log.Warn("the log is not the one that the keyring knows", "keyring", in.text, "log", t.book.Head().String())
		k.older = Text{Key: "banner.older", Values: map[string]any{"Count": k.recalled}}
	}
	k.compared, k.next = true, now.Add(keepEvery)
	t.saveHead(t.ctx)
}

// holds says whether the log goes at least as far as the keyring knows.
func (t *Till) holds(text string) bool {
	head, err := storage.ParseHead(text)
	if err != nil {
		return false
	}
	held, err := t.book.Holds(head)
	return err != nil || held // a log that can't be read is said elsewhere
}

// saveHead keeps the log's end in the keyring, in a worker. It is a lower bound:
// the log may have grown since, but never be shorter.
func (t *Till) saveHead(ctx context.Context) {
	head := t.book.Head()
	if !t.keeper.compared || t.core.stopped != nil {
		return
	}
	t.workers.Go(func() {
		if err := t.secrets.Set(ctx, order.Account{}, storage.ChainHead, head.String()); err != nil && ctx.Err() == nil {
			t.log.Warn("the log's end was not kept in the keyring", "error", err)
		}
	})
}

// keep does what is due every hour while trading.
func (t *Till) keep(now time.Time) {
	k := &t.keeper
	if !k.retry.IsZero() && !now.Before(k.retry) {
		k.retry = time.Time{}
		t.compareHead()
	}
	if k.next.IsZero() || now.Before(k.next) {
		return
	}
	k.next = now.Add(keepEvery)
	t.saveHead(t.ctx)
	if t.book.Seq() != k.backedUp && t.core.stopped == nil {
		t.workers.Go(func() {
			b, err := t.book.Backup(now)
			t.post(backedUp{b, err})
		})
	}
}

func (t *Till) onBackup(in backedUp) {
	t.keeper.failed = Text{}
	if in.err != nil {
		t.log.Error("no backup", "error", in.err)
		t.keeper.failed = Text{Key: "banner.backup"}
		return
	}
	t.log.Info("backup", "path", in.backup.Path)
	t.keeper.backedUp = in.backup.Seq
}

// endKeeping makes the closing backup and keeps the log's end, once the loop
// has ended.
func (t *Till) endKeeping() {
	if t.core.stopped != nil || t.book.Seq() == 0 {
		return
	}
	if t.book.Seq() != t.keeper.backedUp {
		b, err := t.book.Backup(time.Now())
		t.onBackup(backedUp{b, err})
	}
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	t.saveHead(ctx)
	t.workers.Wait()
}

// moveIn takes over a log that the keyring does not know: its secret is proven
// and kept, and the till gets a new code, so that its orders and those of the
// till it was copied from can be told apart.
func (t *Till) moveIn(cmd MoveIn) {
	s := t.core.settings
	code := strings.ToUpper(strings.TrimSpace(cmd.Till))
	switch {
	case !t.core.moved || t.setup.Busy:
		return
	case code == s.Till:
		t.setup.Problem = Explain(errSameTill)
		return
	case strings.TrimSpace(cmd.Secret) == "":
		t.setup.Problem = Explain(ErrSecretMissing)
		return
	}
	s.Till = code
	t.prepare(SetUp{Settings: s, Secret: cmd.Secret}, Setup{})
}

// movedIn ends the state of being moved.
func (t *Till) movedIn(now time.Time) {
	if !t.core.moved {
		return
	}
	t.run(t.core.Step(now, Moved{false}))
	t.keeper.compared, t.keeper.next = true, now.Add(keepEvery)
	t.saveHead(t.ctx)
}

// keeperBanner is what staff should know about the log as a whole.
func (t *Till) keeperBanner() Text {
	if !t.keeper.older.Empty() {
		return t.keeper.older
	}
	return t.keeper.failed
}
