"""How quick the dashboard is at every size, beside a bare page and the dashboard that an analyst would write: make bench."""
