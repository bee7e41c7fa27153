"""The editors' desk as a whole: its home, its clock, and forms that outlive sessions and errors."""
