"""The disk: scan a folder, write and remove files safely, lock a site, show the line of a problem."""
