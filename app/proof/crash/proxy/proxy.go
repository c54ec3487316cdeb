package proxy

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy passes connections on to a target.
type Proxy struct {
	listener net.Listener
	target   string
	hurt     func(what string) // told when a fault strikes
	calm     atomic.Bool
	serving  sync.WaitGroup

	mu     sync.Mutex
	random *rand.Rand
	open   map[net.Conn]struct{}
}

// The faults.
const (
	refuse = "line refused"
	cut    = "line cut"   // the connection ends as if the other side had closed it
	reset  = "line reset" // it is torn down
	delay  = "line slow"  // every piece is late
	slice  = "line sliced"
)

// chances of a connection, in percent. The rest has no fault.
var chances = []struct {
	fault   string
	percent int
}{{refuse, 6}, {cut, 12}, {reset, 12}, {delay, 6}, {slice, 6}}

// New starts a proxy on a free loopback port. hurt is called whenever a fault
// strikes, from any goroutine.
func New(target string, seed uint64, hurt func(what string)) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		listener: listener, target: target, hurt: hurt,
		random: rand.New(rand.NewPCG(seed, 77)), open: map[net.Conn]struct{}{},
	}
	p.serving.Go(p.accept)
	return p, nil
}

// Address is where it listens.
func (p *Proxy) Address() string { return p.listener.Addr().String() }

// Calm ends the faults, of connections that are open too, or brings them back.
func (p *Proxy) Calm(calm bool) { p.calm.Store(calm) }

// Close cuts everything and returns when all is still.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.mu.Lock()
	for c := range p.open {
		c.Close()
	}
	p.mu.Unlock()
	p.serving.Wait()
	return err
}

func (p *Proxy) accept() {
	for {
		conn, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			p.serving.Go(func() { p.serve(conn) })
		}
	}
}

// fate is what will happen to a connection.
type fate struct {
	fault string
	up    bool // it strikes on the way to the gateway, not on the way back
	after int  // bytes
	late  time.Duration
	size  int
}

func (p *Proxy) draw() fate {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := fate{
		up: p.random.IntN(2) == 0, after: p.random.IntN(2500),
		late: time.Duration(20+p.random.IntN(400)) * time.Millisecond, size: 1 + p.random.IntN(40),
	}
	n := p.random.IntN(100)
	for _, c := range chances {
		if n -= c.percent; n < 0 {
			f.fault = c.fault
			return f
		}
	}
	return f
}

func (p *Proxy) strikes(f fate, fault string) bool {
	if f.fault != fault || p.calm.Load() {
		return false
	}
	p.hurt(fault)
	return true
}

// keep remembers a connection for Close.
func (p *Proxy) keep(c net.Conn) (forget func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = struct{}{}
	return func() {
		c.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.open, c)
	}
}

func (p *Proxy) serve(till net.Conn) {
	defer p.keep(till)()
	f := p.draw()
	if p.strikes(f, refuse) {
		tear(till)
		return
	}
	gateway, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer p.keep(gateway)()
	var both sync.WaitGroup
	both.Go(func() { p.pass(gateway, till, f, f.up) })
	both.Go(func() { p.pass(till, gateway, f, !f.up) })
	both.Wait()
}

// tear closes a connection so that the other side sees a reset.
func tear(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a connection that is gone already needs no more
	}
	c.Close()
}

// pass copies one way. When it ends both connections do, as for a till that
// was killed or a gateway that closed.
func (p *Proxy) pass(to, from net.Conn, f fate, strikes bool) {
	defer to.Close()
	defer from.Close()
	passed, buffer := 0, make([]byte, 16<<10)
	for {
		n, err := from.Read(buffer)
		piece := buffer[:n]
		over := strikes && passed+n > f.after
		switch {
		case over && p.strikes(f, cut):
			_, _ = to.Write(piece[:max(0, f.after-passed)]) // the rest is lost
			return
		case over && p.strikes(f, reset):
			_, _ = to.Write(piece[:max(0, f.after-passed)])
			tear(to)
			tear(from)
			return
		case n > 0 && strikes && p.strikes(f, delay):
			time.Sleep(f.late)
		case n > 0 && strikes && p.strikes(f, slice):
			for len(piece) > f.size {
				if _, err := to.Write(piece[:f.size]); err != nil {
					return
				}
				piece = piece[f.size:]
				time.Sleep(time.Millisecond)
			}
		}
		if _, wrong := to.Write(piece); err != nil || wrong != nil {
			return
		}
		passed += n
	}
}
