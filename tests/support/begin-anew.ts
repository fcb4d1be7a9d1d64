import { vi } from 'vitest'

/**
 * Files share a process for what takes long to load, the packages. Our own modules begin anew for each, so that nothing
 * that one of them remembers, settings and connections least of all, and no stand-in for one reaches the next file.
 */
vi.resetModules()
